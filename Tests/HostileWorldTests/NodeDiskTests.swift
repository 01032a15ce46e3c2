import SimKernel
import TestSupport
import XCTest

@testable import HostileWorld

/// What a loss of power does to files (simulation-testing.md section 5).
final class NodeDiskTests: XCTestCase {
  private func disk(_ seed: UInt64) -> NodeDisk { NodeDisk(seed: seed, node: NodeID(0)) }

  /// Bytes that say which write they are from.
  private func block(_ number: Int, _ count: Int) -> [UInt8] {
    Array(repeating: UInt8(truncatingIfNeeded: number + 1), count: count)
  }

  func testWhatASyncCoveredSurvivesEveryCrash() {
    forEverySeed(count: 300) { draws in
      var disk = self.disk(draws.next())
      var written: [UInt8] = []
      var acknowledged = 0
      var points: [(NodeDisk.SyncPoint, Int)] = []
      for number in 0..<draws.int(in: 1...40) {
        let bytes = block(number, draws.int(in: 1...3_000))
        disk.write(bytes, to: "log", at: -1)
        written += bytes
        if draws.oneIn(3) { points.append((disk.syncPoint(of: "log"), written.count)) }
        if draws.oneIn(4), !points.isEmpty {
          let (point, length) = points.removeFirst()
          XCTAssertEqual(disk.complete(point), .synced)
          acknowledged = length
        }
      }
      _ = disk.losePower(garbage: draws.oneIn(2))
      let found = disk.image["log"] ?? []
      XCTAssertGreaterThanOrEqual(found.count, acknowledged)
      XCTAssertEqual(found.prefix(acknowledged), written.prefix(acknowledged))
    }
  }

  func testAnUnsyncedWriteIsKeptLostOrTornAtASector() {
    var seen: [Int: Int] = [:]
    for seed in 0..<500 as Range<UInt64> {
      var disk = disk(seed)
      disk.write(block(0, 100), to: "log", at: 0)
      _ = disk.complete(disk.syncPoint(of: "log"))
      disk.write(block(1, 2_000), to: "log", at: 100)
      _ = disk.losePower(garbage: false)
      let found = disk.image["log"] ?? []
      XCTAssertEqual(found.prefix(100), block(0, 100)[...])
      XCTAssertTrue(found.dropFirst(100).allSatisfy { $0 == 2 })
      seen[found.count, default: 0] += 1
    }
    XCTAssertEqual(
      seen.keys.sorted(), [100, 512, 1_024, 1_536, 2_048, 2_100], "sizes after a crash: \(seen)")
    XCTAssertGreaterThan(seen[2_100] ?? 0, 150)
    XCTAssertGreaterThan(seen[100] ?? 0, 150)
  }

  func testGarbageFillsThePageAfterATearAndNoMore() {
    var garbled = 0
    for seed in 0..<300 as Range<UInt64> {
      var disk = disk(seed)
      disk.write(block(0, 10_000), to: "log", at: 0)
      _ = disk.losePower(garbage: true)
      let found = disk.image["log"] ?? []
      let kept = found.prefix { $0 == 1 }.count
      guard kept > 0, kept < 10_000 else { continue }
      garbled += 1
      XCTAssertLessThanOrEqual(found.count, min(10_000, (kept + 4_095) / 4_096 * 4_096))
    }
    XCTAssertGreaterThan(garbled, 20)
  }

  func testALaterWriteMaySurviveAnEarlierOneInAnotherFile() {
    let outcomes = Set(
      (0..<200 as Range<UInt64>).map { seed in
        var disk = disk(seed)
        for name in ["a", "b"] as [FileName] {
          disk.write([0], to: name, at: 0)
          _ = disk.complete(disk.syncPoint(of: name))
        }
        disk.write([1], to: "a", at: 0)
        disk.write([1], to: "b", at: 0)
        _ = disk.losePower(garbage: false)
        return [disk.image["a"] ?? [], disk.image["b"] ?? []]
      })
    XCTAssertEqual(outcomes.count, 4, "\(outcomes)")
  }

  func testTheFateOfAWriteIsItsOwn() {
    for seed in 0..<100 as Range<UInt64> {
      func found(withOther: Bool) -> [UInt8]? {
        var disk = disk(seed)
        disk.write(block(0, 1_000), to: "log", at: 0)
        if withOther { disk.write(block(7, 5_000), to: "other", at: 0) }
        _ = disk.complete(disk.syncPoint(of: "log"))
        disk.write(block(1, 4_000), to: "log", at: -1)
        if withOther { disk.write(block(8, 5_000), to: "other", at: 0) }
        _ = disk.losePower(garbage: false)
        return disk.image["log"]
      }
      XCTAssertEqual(found(withOther: false), found(withOther: true), "seed \(seed)")
    }
  }

  func testARenameNeedsASyncOfTheDirectory() {
    var names = Set<[String]>()
    for seed in 0..<100 as Range<UInt64> {
      for syncs in [false, true] {
        var disk = disk(seed)
        disk.write([1], to: "new", at: 0)
        _ = disk.complete(disk.syncPoint(of: "new"))
        disk.rename("new", to: "state")
        if syncs { _ = disk.complete(disk.syncPoint(of: nil)) }
        _ = disk.losePower(garbage: false)
        let found = disk.image.files.map(\.name.text)
        if syncs { XCTAssertEqual(found, ["state"]) } else { names.insert(found) }
      }
    }
    XCTAssertEqual(names, [["new"], ["state"]])
  }

  func testASyncThatPowerCutShortMakesNothingDurable() {
    var disk = disk(3)
    disk.write([1], to: "log", at: 0)
    _ = disk.complete(disk.syncPoint(of: "log"))
    disk.write([2], to: "log", at: 0)
    let point = disk.syncPoint(of: "log")
    _ = disk.losePower(garbage: false)
    let before = disk.image
    disk.write([3], to: "log", at: 0)
    _ = disk.complete(point)
    _ = disk.losePower(garbage: false)
    XCTAssertTrue(before["log"] == [1] || before["log"] == [2])
    XCTAssertTrue([before["log"], [3]].contains(disk.image["log"]))
  }

  func testALyingDiskAcknowledgesWhatItLoses() {
    let lost = (0..<50 as Range<UInt64>).count { seed in
      var disk = disk(seed)
      disk.lies = true
      disk.write([1], to: "log", at: 0)
      XCTAssertEqual(disk.complete(disk.syncPoint(of: "log")), .synced)
      _ = disk.losePower(garbage: false)
      return disk.image["log"] != [1]
    }
    XCTAssertGreaterThan(lost, 10)
  }

  func testAFullDiskFailsTheSyncAndStillOverwrites() {
    var disk = disk(1)
    disk.write([1, 2], to: "log", at: 0)
    disk.isFull = true
    disk.write([9], to: "log", at: 1)
    XCTAssertEqual(disk.complete(disk.syncPoint(of: "log")), .synced)
    disk.write([3], to: "log", at: -1)
    XCTAssertEqual(disk.complete(disk.syncPoint(of: "log")), .failed(.full))
    XCTAssertEqual(disk.image["log"], [1, 9])
  }

  func testReadsSeeUnsyncedWritesAndGapsAreZero() {
    var disk = disk(1)
    disk.write([7], to: "log", at: 3)
    XCTAssertEqual(disk.read("log", at: 0, length: 10), [0, 0, 0, 7])
    XCTAssertEqual(disk.read("log", at: 3, length: 1), [7])
    XCTAssertEqual(disk.read("none", at: 0, length: 1), [])
    disk.truncate("log", to: 2)
    XCTAssertEqual(disk.image["log"], [0, 0])
  }

  func testRecordsStopAtTheFirstTornOne() {
    forEverySeed(count: 100) { draws in
      let records = (0..<draws.int(in: 0...6)).map { _ in
        (0..<draws.int(in: 0...5)).map { _ in draws.next() }
      }
      let bytes = records.flatMap { RecordLog.record($0) }
      let cut = draws.int(in: 0...bytes.count)
      let found = RecordLog.records(in: Array(bytes[..<cut]))
      XCTAssertEqual(found, Array(records.prefix(found.count)))
      XCTAssertLessThanOrEqual(RecordLog.validLength(of: Array(bytes[..<cut])), cut)
      if cut == bytes.count { XCTAssertEqual(found, records) }
      guard !bytes.isEmpty else { return }
      var garbled = bytes
      let place = draws.int(in: 0...bytes.count - 1)
      garbled[place] ^= UInt8(1 + draws.below(255))
      XCTAssertLessThan(RecordLog.records(in: garbled).count, records.count)
    }
  }
}
