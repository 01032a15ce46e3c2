import Results
import TestSupport
import XCTest

@testable import Reporting

final class WhyTests: XCTestCase {
  /// The numbers of a table's rows between its two rules, and of the row after: as thousandths.
  private func shown(_ lines: [Line], column: Int) -> (parts: [Int], total: Int) {
    var rules = 0
    var (parts, total) = ([Int](), 0)
    for line in lines.map({ $0.spans.map(\.text).joined() }) {
      if line.hasPrefix("─") {
        rules += 1
        continue
      }
      let fields = line.dropFirst(20).split(separator: " ")
        .filter { !$0.hasSuffix("%") }
      guard rules > 0, column < fields.count else { continue }
      let digits = fields[column].filter { $0.isNumber }
      if rules == 1 { parts.append(Int(digits) ?? -1) }
      if rules == 2, line.hasPrefix("total") { total = Int(digits) ?? -1 }
    }
    return (parts, total)
  }

  func testShownPartsAddUpToTheShownTotal() {
    for seed in 0..<400 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let columns = (0..<(1 + random.below(4))).map { number in
        let limit = [2_000_000, 90_000_000, 3_000_000_000][random.below(3)]
        return WhyTable.Column(
          titles: ["c\(number)"],
          parts: LatencyPart.allCases.map { _ in
            random.below(3) == 0 ? 0 : Int64(random.below(limit))
          })
      }
      for unit in [ReportOptions.TimeUnit.auto, .microseconds, .seconds] {
        let frame = Frame(ReportOptions(width: 120, timeUnit: unit))
        let lines = WhyTable(columns: columns, frame: frame).lines(caption: "WHY")
        for index in columns.indices where columns[index].parts.contains(where: { $0 > 0 }) {
          let (parts, total) = shown(lines, column: index)
          XCTAssertEqual(parts.reduce(0, +), total, "seed \(seed), column \(index)")
          XCTAssertFalse(parts.contains(-1))
        }
      }
    }
  }

  func testSharesAddUpToAHundredAndNoPartIsOffByMoreThanOneUnit() {
    for seed in 0..<2_000 as Range<UInt64> {
      var random = SplitMix(state: seed)
      let parts = (0..<(1 + random.below(12))).map { _ in Int64(random.below(1_000_000)) }
      guard parts.contains(where: { $0 > 0 }) else { continue }
      XCTAssertEqual(Apportion.percent(parts).reduce(0, +), 100, "seed \(seed)")
      let unit = Int64(1 + random.below(5_000))
      let rounded = Apportion.rounded(parts, unit: unit)
      let sum = parts.reduce(0, +)
      XCTAssertEqual(rounded.reduce(0, +), (sum + unit / 2) / unit, "seed \(seed)")
      for (part, shown) in zip(parts, rounded) {
        XCTAssertLessThan(abs(part - shown * unit), unit, "seed \(seed)")
      }
    }
    XCTAssertEqual(Apportion.percent([0, 0]), [0, 0])
  }

  func testPartsThatAreZeroEverywhereHaveNoRow() {
    var outcome = SampleOutcome.stretched(seeds: 1..<2)
    let text = RunReport.text(
      outcome, judgement: Judgement(outcome), options: ReportOptions(charts: [.why]))
    XCTAssertFalse(text.contains("no leader known"))
    XCTAssertTrue(text.contains("forwarding"))
    outcome.runs[0].attributions[0].meanParts[LatencyPart.noLeader.rawValue] = 5_000_000
    let other = RunReport.text(
      outcome, judgement: Judgement(outcome), options: ReportOptions(charts: [.why]))
    XCTAssertTrue(other.contains("no leader known"))
  }

  func testSeedsCountByTheirOperations() throws {
    var outcome = SampleOutcome.stretched(seeds: 1..<3)
    outcome.runs[0].attributions = [SampleOutcome.attribution("etcd", "us-east", total: 40_000_000)]
    outcome.runs[1].attributions = [SampleOutcome.attribution("etcd", "us-east", total: 10_000_000)]
    outcome.runs[0].attributions[0].count = 100
    outcome.runs[1].attributions[0].count = 200
    let split = try XCTUnwrap(WhySplit.all(of: outcome, .write).first)
    XCTAssertEqual(split.count, 300)
    XCTAssertEqual(split.meanTotal, 20_000_000)
    XCTAssertEqual(split.deciders.map(\.shareInPartsPerMillion), [940_000, 60_000])
  }

  func testTheSentenceNamesWhatDominatesAndWhatWouldChangeIt() throws {
    let rows: [(part: LatencyPart, operation: Attribution.Operation, says: [String])] = [
      (
        .replication, .write,
        ["the deciding member us-east-2", "a quorum nearer to the leader removes it"]
      ),
      (.replication, .read, ["to prove that it still leads"]),
      (.forwarding, .write, ["the way to the leader us-east-1", "leader nearer to eu-west"]),
      (.commitNotice, .write, ["the way to the leader us-east-1"]),
      (.clientLink, .write, ["between the client and its member"]),
      (.leaderQueueAndDisk, .write, ["in the leader's queue", "less load or a faster disk"]),
      (.followerDisk, .write, ["the disk of the deciding member us-east-2"]),
      (.noLeader, .write, ["while no leader was known", "fewer or shorter elections"]),
      (.clientWait, .write, ["earlier attempts", "outages"]),
      (.serving, .write, ["processor"]),
      (.readBatch, .read, ["a read round before it that was stuck", "shorter outages"]),
      (.apply, .write, ["to be applied"]),
      (.fanOut, .watch, ["at the watcher's member", "reads faster"]),
      (.eventLink, .watch, ["between the clients and their members"]),
      (.forwarding, .watch, ["the way over the leader us-east-1"]),
      (.noLeader, .keepAlive, ["while no leader was known"]),
      (.replication, .update, ["an update", "a quorum nearer to the leader removes it"]),
    ]
    for (part, operation, says) in rows {
      var found = SampleOutcome.attribution("etcd", "eu-west", total: 10_000_000)
      found.operation = operation
      found.meanParts = LatencyPart.allCases.map { $0 == part ? 83_000_000 : 1_000_000 }
      var outcome = SampleOutcome.stretched(seeds: 1..<2)
      outcome.runs[0].attributions = [found]
      let split = try XCTUnwrap(WhySplit.all(of: outcome, operation).first)
      let sentence = split.sentence(operation, from: "eu-west")
      for phrase in says + ["from eu-west", "floor"] {
        XCTAssertTrue(sentence.contains(phrase), "\(part): \(sentence)")
      }
      XCTAssertTrue(sentence.first?.isNumber ?? false, sentence)
    }
  }

  func testMembersThatShareTheDecidingAreAllNamed() throws {
    let table: [(shares: [Int64], says: String, line: UInt)] = [
      ([1_000_000], "the deciding member m0:", #line),
      ([900_000, 100_000], "the deciding member m0:", #line),
      ([600_000, 400_000], "the deciding member (m0 60%, m1 40%):", #line),
      (
        [300_000, 300_000, 250_000, 150_000], "the deciding member (m0 30%, m1 30%, m2 25%):",
        #line
      ),
    ]
    for (shares, says, line) in table {
      var found = SampleOutcome.attribution("etcd", "eu-west", total: 10_000_000)
      found.meanParts = LatencyPart.allCases.map { $0 == .replication ? 83_000_000 : 1_000_000 }
      found.deciders = shares.enumerated().map {
        Attribution.Decider(member: "m\($0)", shareInPartsPerMillion: $1)
      }
      var outcome = SampleOutcome.stretched(seeds: 1..<2)
      outcome.runs[0].attributions = [found]
      let split = try XCTUnwrap(WhySplit.all(of: outcome, .write).first)
      let sentence = split.sentence(.write, from: "eu-west")
      XCTAssertTrue(sentence.contains(says), sentence, line: line)
    }
  }

  func testALeaderThatChangedIsCalledTheUsualOne() throws {
    for (changes, says) in [(Int64(0), "the leader us-east-1 and"), (1, "mostly us-east-1, and")] {
      var found = SampleOutcome.attribution("etcd", "eu-west", total: 10_000_000)
      found.meanParts = LatencyPart.allCases.map { $0 == .forwarding ? 83_000_000 : 1_000_000 }
      var outcome = SampleOutcome.stretched(seeds: 1..<2)
      outcome.runs[0].attributions = [found]
      outcome.runs[0].records = [
        MetricRecord(
          metric: .leaderChanges, labels: Labels([.init(.cluster, "etcd")]),
          value: .scalar(changes))
      ]
      let split = try XCTUnwrap(WhySplit.all(of: outcome, .write).first)
      let sentence = split.sentence(.write, from: "eu-west")
      XCTAssertTrue(sentence.contains(says), sentence)
    }
  }

  func testAReadThatWaitsForRoundsOfTheUsualLengthIsNotCalledStuck() throws {
    var found = SampleOutcome.attribution("etcd", "eu-west", total: 10_000_000)
    found.operation = .read
    found.meanParts = SampleOutcome.parts([.readBatch: 119_000_000, .replication: 116_000_000])
    var outcome = SampleOutcome.stretched(seeds: 1..<2)
    outcome.runs[0].attributions = [found]
    let split = try XCTUnwrap(WhySplit.all(of: outcome, .read).first)
    XCTAssertTrue(split.sentence(.read, from: "eu-west").contains("rounds go one at a time"))
  }

  func testNothingMeasuredGivesNoBlock() {
    var outcome = SampleOutcome.stretched(seeds: 1..<2)
    outcome.runs[0].attributions = []
    XCTAssertEqual(WhyBlock(frame: Frame(ReportOptions())).lines(outcome), [])
    XCTAssertEqual(WhyBlock(frame: Frame(ReportOptions())).lines([outcome, outcome]), [])
  }
}
