import KeyValue
import TestSupport
import XCTest

final class CommandCodingTests: XCTestCase {
  private let mutations: [Mutation] = [
    .put(KeyID(0), Value(identity: 0, sizeInBytes: 0)),
    .put(KeyID(.max), Value(identity: .max, sizeInBytes: .max)),
    .delete(KeyID(0x0102_0304)),
    .compareAndSwap(
      KeyID(7), expected: Revision(0), Value(identity: 0x0102_0304_0506_0708, sizeInBytes: 9)),
    .compareAndSwap(KeyID(8), expected: Revision(.max), Value(identity: 1, sizeInBytes: 2)),
  ]

  func testMutationsAreReadAsTheyWereWritten() {
    var bytes: [UInt8] = [0xEE, 0xEE]
    for mutation in mutations { CommandCoding.append(mutation, to: &bytes) }
    XCTAssertEqual(bytes.count, 2 + mutations.count * CommandCoding.stride)
    for (i, mutation) in mutations.enumerated() {
      XCTAssertEqual(
        CommandCoding.mutation(in: bytes, at: 2 + i * CommandCoding.stride), mutation)
    }
    XCTAssertEqual(CommandCoding.command(in: bytes, at: 2), .mutations(mutations))
  }

  func testBytesAreLittleEndian() {
    var bytes: [UInt8] = []
    CommandCoding.append(mutations[3], to: &bytes)
    XCTAssertEqual(
      bytes,
      [2, 7, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  func testTornAndUnknownBytesHoldNothing() {
    var bytes: [UInt8] = []
    CommandCoding.append(mutations[0], to: &bytes)
    for offset in [-1, 1, 25, 26, Int.max, Int.min] {
      XCTAssertNil(CommandCoding.mutation(in: bytes, at: offset))
      XCTAssertNil(CommandCoding.command(in: bytes, at: offset), "\(offset)")
    }
    XCTAssertNil(CommandCoding.mutation(in: Array(bytes.dropLast()), at: 0))
    for kind in [3, 11, 255] as [UInt8] {
      bytes[0] = kind
      XCTAssertNil(CommandCoding.mutation(in: bytes, at: 0))
      XCTAssertNil(CommandCoding.command(in: bytes, at: 0))
    }
  }

  func testEncodedTransactionsApplyFromTheirOffset() {
    var bytes = Array(repeating: UInt8(0xFF), count: 16)
    CommandCoding.append(.put(KeyID(4), Value(identity: 5, sizeInBytes: 6)), to: &bytes)
    var store = Store()
    let result = store.apply(encoded: bytes, from: 16)
    XCTAssertEqual(result, Store().applying([.put(KeyID(4), Value(identity: 5, sizeInBytes: 6))]))
    XCTAssertEqual(store.record(of: KeyID(4))?.value.identity, 5)
  }

  /// What comes back where the short form stands for a command.
  private func written(_ command: Command) -> Command {
    guard case .put(let put) = command, !put.wantsPrevious, !put.keepsValue, !put.keepsLease
    else { return command }
    return .mutations([.put(put.key, put.value)])
  }

  func testCommandsAreReadAsTheyWereWritten() {
    var kinds: Set<UInt8> = []
    forEverySeed(count: 50) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var model = NaiveStore()
      model.revision = 40
      for _ in 0..<40 {
        let command = random.oneIn(10) ? .alarm(random.alarmRequest()) : random.command(model)
        guard command != .mutations([]) else { continue }
        var bytes: [UInt8] = [1, 2, 3]
        CommandCoding.append(command, to: &bytes)
        kinds.insert(bytes[3])
        XCTAssertEqual(CommandCoding.command(in: bytes, at: 3), written(command))
        // Neither a part of it nor it and something more is a command.
        let torn = Array(bytes.prefix(4 + random.below(bytes.count - 4)))
        XCTAssertNotEqual(CommandCoding.command(in: torn, at: 3), written(command))
        XCTAssertNil(CommandCoding.command(in: bytes + [0], at: 3))
      }
    }
    XCTAssertEqual(kinds, Set(0...10))
  }

  /// Damaged bytes are refused or mean something else, but nothing traps; neither does applying
  /// what they mean.
  func testDamagedBytesDoNotTrap() {
    var decoded = 0
    forEverySeed(count: 60) { draws in
      var random = SplitMix(state: UInt64(draws.int(in: 0...1 << 62)))
      var (store, model) = (Store(), NaiveStore())
      model.revision = 20
      for _ in 0..<60 {
        let command = random.oneIn(10) ? .alarm(random.alarmRequest()) : random.command(model)
        var bytes: [UInt8] = []
        CommandCoding.append(command, to: &bytes)
        for _ in 0...random.below(4) where !bytes.isEmpty {
          switch random.below(4) {
          case 0: bytes.removeLast(min(bytes.count, 1 + random.below(9)))
          case 1: bytes.append(UInt8(random.below(256)))
          default: bytes[random.below(bytes.count)] = UInt8(random.below(256))
          }
        }
        let meant = CommandCoding.command(in: bytes, at: 0)
        if meant != nil { decoded += 1 }
        // A key far up is held, and takes the memory of all below it.
        if let meant, meant.highestKey > KeyID(4_096), meant.highestKey < .bound { continue }
        let before = store.revision
        let result = store.apply(encoded: bytes, from: 0)
        XCTAssertGreaterThanOrEqual(result.revision, before)
        if meant == nil, !bytes.isEmpty {
          XCTAssertFalse(result.succeeded)
          XCTAssertEqual(result.revision, before)
        }
        XCTAssertEqual(result.revision, store.revision)
      }
    }
    XCTAssertGreaterThan(decoded, 300)
  }

  func testAKeyThatIsNoneIsNotHeld() {
    var store = Store()
    let value = Value(identity: 1, sizeInBytes: 1)
    for key in [KeyID.bound, KeyID(.max)] {
      let result = store.apply([.put(key, value)])
      XCTAssertTrue(result.succeeded)
      XCTAssertEqual(store.revision, Revision(1))
      XCTAssertNil(store.record(of: key))
    }
  }
}

extension Command {
  fileprivate var highestKey: KeyID {
    func highest(_ branch: [TxnOperation]) -> KeyID {
      branch.map { if case .put(let put) = $0 { put.key } else { KeyID(0) } }.max() ?? KeyID(0)
    }
    return switch self {
    case .mutations(let mutations): mutations.map(\.key).max() ?? KeyID(0)
    case .put(let put): put.key
    case .txn(let txn): max(highest(txn.success), highest(txn.failure))
    default: KeyID(0)
    }
  }
}

extension Store {
  fileprivate func applying(_ mutations: [Mutation]) -> ApplyResult {
    var copy = self
    return copy.apply(mutations)
  }
}
