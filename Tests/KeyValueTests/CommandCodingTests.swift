import KeyValue
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

  func testWhatIsWrittenIsRead() {
    var bytes: [UInt8] = [0xEE, 0xEE]
    for mutation in mutations { CommandCoding.append(mutation, to: &bytes) }
    XCTAssertEqual(bytes.count, 2 + mutations.count * CommandCoding.stride)
    for (i, mutation) in mutations.enumerated() {
      XCTAssertEqual(
        CommandCoding.mutation(in: bytes, at: 2 + i * CommandCoding.stride), mutation)
    }
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
    XCTAssertNil(CommandCoding.mutation(in: bytes, at: -1))
    XCTAssertNil(CommandCoding.mutation(in: bytes, at: 1))
    XCTAssertNil(CommandCoding.mutation(in: Array(bytes.dropLast()), at: 0))
    bytes[0] = 3
    XCTAssertNil(CommandCoding.mutation(in: bytes, at: 0))
  }

  func testEncodedTransactionsApplyFromTheirOffset() {
    var bytes = Array(repeating: UInt8(0xFF), count: 16)
    CommandCoding.append(.put(KeyID(4), Value(identity: 5, sizeInBytes: 6)), to: &bytes)
    var store = Store()
    let result = store.apply(encoded: bytes, from: 16)
    XCTAssertEqual(result, Store().applying([.put(KeyID(4), Value(identity: 5, sizeInBytes: 6))]))
    XCTAssertEqual(store.record(of: KeyID(4))?.value.identity, 5)
  }
}

extension Store {
  fileprivate func applying(_ mutations: [Mutation]) -> ApplyResult {
    var copy = self
    return copy.apply(mutations)
  }
}
