import KeyValue
import ScenarioFormat

/// How keys are numbered: a block for every resource kind and owning region.
struct KeySpace: Sendable {
  private var blocks: [LoadPlan.ResourceKind: Block] = [:]
  let regionCount: Int
  /// Keys in all.
  private(set) var count = 0

  struct Block: Sendable {
    var first: Int
    /// Keys of one region.
    var perRegion: Int
  }

  init(loads: [LoadPlan], regionCount: Int) {
    self.regionCount = regionCount
    for kind in LoadPlan.ResourceKind.allCases {
      let perRegion = loads.filter { $0.resource == kind }.map(\.keyCount).max() ?? 0
      guard perRegion > 0 else { continue }
      blocks[kind] = Block(first: count, perRegion: perRegion)
      count += perRegion * regionCount
    }
  }

  /// The keys of a kind; an empty block for a kind no load names.
  func block(of kind: LoadPlan.ResourceKind) -> Block {
    blocks[kind] ?? Block(first: 0, perRegion: 1)
  }

  /// The key numbered `index` of `block` that belongs to the clients of `region`.
  func key(_ index: Int, block: Block, region: Int) -> KeyID {
    KeyID(UInt32(block.first + region * block.perRegion + index % block.perRegion))
  }

  /// The region whose clients write `key`.
  func owner(of key: KeyID) -> Int {
    let index = Int(key.index)
    for kind in LoadPlan.ResourceKind.allCases {
      if let block = blocks[kind], index >= block.first,
        index < block.first + block.perRegion * regionCount
      {
        return (index - block.first) / block.perRegion
      }
    }
    return 0
  }
}
