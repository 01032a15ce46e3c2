import RaftCore
import SimKernel
import TestSupport
import XCTest

/// Sizes of entries and messages, and changes as entry data.
final class EntryTests: XCTestCase {
  private func varint(_ value: UInt64) -> UInt64 {
    var (count, rest) = (UInt64(1), value >> 7)
    while rest > 0 { (count, rest) = (count + 1, rest >> 7) }
    return count
  }

  /// The encoded size is that of protobuf, field by field.
  func testEncodedSizeOfEntries() {
    forEverySeed(count: 300) { draws in
      let entry = Entry(
        term: Term(draws.wordOfAnySize()), index: LogIndex(draws.wordOfAnySize()),
        kind: draws.pick([.normal, .confChange, .confChangeV2]),
        data: [UInt8](repeating: 7, count: draws.int(in: 0...300)),
        omittedBytes: UInt32(truncatingIfNeeded: draws.wordOfAnySize() >> 34))
      let payload = UInt64(entry.data.count) + UInt64(entry.omittedBytes)
      var size = 1 + varint(entry.term.rawValue) + 1 + varint(entry.index.rawValue)
      if entry.kind != .normal { size += 2 }
      if payload > 0 { size += 1 + varint(payload) + payload }
      XCTAssertEqual(entry.encodedSize, size)
      XCTAssertEqual(entry.payloadSize, payload)
    }
  }

  func testOmittedBytesCountLikeBytes() {
    let real = Entry(term: 3, index: 9, data: [UInt8](repeating: 0, count: 200))
    let thin = Entry(term: 3, index: 9, omittedBytes: 200)
    XCTAssertEqual(thin.payloadSize, 200)
    XCTAssertEqual(thin.encodedSize, real.encodedSize)
    XCTAssertEqual(
      Message(.append, to: 2, from: 1, entries: [thin]).encodedSize,
      Message(.append, to: 2, from: 1, entries: [real]).encodedSize)
  }

  func testEncodedSizeOfMessagesGrowsWithWhatTheyCarry() {
    let bare = Message(.append, to: 2, from: 1, term: 5).encodedSize
    let entry = Entry(term: 5, index: 300, data: Array("hello".utf8))
    XCTAssertEqual(
      Message(.append, to: 2, from: 1, term: 5, entries: [entry]).encodedSize,
      bare + 2 + entry.encodedSize)
    XCTAssertEqual(
      Message(.append, to: 2, from: 1, term: 5, commit: 300).encodedSize, bare + 3)
    XCTAssertGreaterThan(
      Message(.snapshot, to: 2, from: 1, term: 5, snapshot: Snapshot(omittedBytes: 9000))
        .encodedSize, bare + 9000)
  }

  func testChangesRoundTripThroughEntries() {
    forEverySeed(count: 500) { draws in
      var change = ConfChange(context: (0..<draws.int(in: 0...20)).map { UInt8($0) })
      for _ in 0..<draws.int(in: 0...4) {
        change.changes.append(
          ConfChangeSingle(
            draws.pick([.addNode, .removeNode, .updateNode, .addLearnerNode, .unknown(17)]),
            MemberID(draws.wordOfAnySize())))
      }
      if change.changes.count == 1, draws.oneIn(2) {
        change.isV1 = true
      } else {
        change.transition = draws.pick([.auto, .jointImplicit, .jointExplicit])
      }
      let entry = change.entry
      XCTAssertEqual(entry.kind, change.isV1 ? .confChange : .confChangeV2)
      XCTAssertEqual(ConfChange(decoding: entry), change)
    }
  }

  func testTheEmptyChangeIsEmptyData() {
    XCTAssertEqual(ConfChange().entry.data, [])
    XCTAssertEqual(ConfChange(decoding: Entry(kind: .confChangeV2)), ConfChange())
    XCTAssertTrue(ConfChange().leavesJoint)
    XCTAssertNil(ConfChange(decoding: Entry(data: [1, 2])))
  }

  func testDataThatIsNoChangeIsRefused() {
    for data: [UInt8] in [[0xFF], [0x08], [0x12, 0x05, 0x01], [0x0B, 0x01], [0x08, 0x09]] {
      XCTAssertNil(
        ConfChange(decoding: Entry(kind: .confChangeV2, data: data)), "\(data)")
    }
    // Whatever the bytes: an answer, never a trap.
    forEverySeed(count: 500) { draws in
      let data = (0..<draws.int(in: 0...12)).map { _ in UInt8(draws.below(256)) }
      _ = ConfChange(decoding: Entry(kind: .confChange, data: data))
      _ = ConfChange(decoding: Entry(kind: .confChangeV2, data: data))
    }
  }
}
