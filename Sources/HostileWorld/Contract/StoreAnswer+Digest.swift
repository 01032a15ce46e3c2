import SimKernel

extension StoreAnswer {
  /// What stands for it in a client's history; equal answers have equal digests.
  public var digest: Int64 {
    var digest = RunDigest()
    switch self {
    case .done(let revision, let succeeded, let results):
      digest.combine(revision)
      digest.combine(succeeded ? 1 as UInt64 : 2)
      for result in results { result.combine(into: &digest) }
    case .failed(let failure): digest.combine(bytes: failure.rawValue.utf8)
    }
    return Int64(bitPattern: digest.low)
  }
}

extension StoreResult {
  fileprivate func combine(into digest: inout RunDigest) {
    switch self {
    case .put: digest.combine(1 as UInt64)
    case .deleted(let count): digest.combine(Int64(count) &* 8 &+ 2)
    case .range(let items, let count):
      digest.combine(Int64(count) &* 8 &+ 3)
      for item in items { item.combine(into: &digest) }
    case .replaced(let item):
      digest.combine(4 as UInt64)
      item.combine(into: &digest)
    case .removed(let items):
      digest.combine(5 as UInt64)
      for item in items { item.combine(into: &digest) }
    case .found(let found):
      digest.combine(Int64(found.count) &* 16 &+ (found.hasMore ? 14 : 6))
      digest.combine(found.revision)
      for item in found.items { item.combine(into: &digest) }
    }
  }
}

extension StoreItem {
  fileprivate func combine(into digest: inout RunDigest) {
    for number in [key, value, createRevision, modRevision, version, lease] {
      digest.combine(number)
    }
  }
}
