import Results
import XCTest

@testable import fedsim

final class RuleTextTests: XCTestCase {
  func testExpectationsAreReadOrRefusedWithAReason() throws {
    for text in [
      "write.p99 < 250ms", "client.write.latency{region=a} p50 >= 1ns", "none",
      "invariant raft.election-safety", "  invariant  raft.election-safety ",
    ] {
      XCTAssertEqual(try RunCommand.readExpect(text), text)
    }
    let table: [(String, part: String, line: Int)] = [
      ("", "A rule needs one of <, <=, > and >=.", #line),
      ("write p99 = 5ms", "Such as client.write.latency p99 < 250ms.", #line),
      ("client.wirte.latency p99 < 5ms", "Did you mean", #line),
      ("write p99 < 250", "unit", #line),
      ("invariant raft.election-safty", "Did you mean \"raft.election-safety\"?", #line),
    ]
    for (text, part, line) in table {
      XCTAssertThrowsError(try RunCommand.readExpect(text), "line \(line)") {
        let reason = ($0 as? BadValue)?.reason ?? ""
        XCTAssertTrue(reason.contains(part), "line \(line): \(reason)")
      }
    }
  }

  func testAnExpectationMustSuitItsScenario() {
    let table: [(String, part: String, line: Int)] = [
      ("write{region=eu-wset-1} p99 < 1s", "did you mean \"eu-west-1\"?", #line),
      ("federation.syncLag p99 < 1s", "does not produce", #line),
    ]
    for (rule, part, line) in table {
      let stage = Stage()
      XCTAssertEqual(stage.run("run", "builtin:three-regions", "--expect", rule), .badInput)
      XCTAssertTrue(stage.complained.contains(part), "line \(line): \(stage.complained)")
      XCTAssertEqual(stage.printed, "")
    }
  }

  func testMetricsAreNamedInFullOrShort() throws {
    let table: [(String, Metric, Statistic, line: Int)] = [
      ("client.write.latency p99", .writeLatency, .p99, #line),
      ("write.p99.9", .writeLatency, .p999, #line),
      ("client.write.latency.p50", .writeLatency, .p50, #line),
      ("outage", .outage, .value, #line),
      ("client.outage max", .outage, .max, #line),
    ]
    for (text, metric, statistic, line) in table {
      XCTAssertEqual(
        try MetricReference.read(text), MetricReference(metric: metric, statistic: statistic),
        "line \(line)")
    }
    let mistakes: [(String, part: String, line: Int)] = [
      ("write", "'write' needs a statistic", #line),
      ("write p98", "Did you mean 'p90'?", #line),
      ("write value", "has no value", #line),
      ("elections p99", "has no p99", #line),
      ("client.wirte.latency p99", "Did you mean 'client.write.latency'?", #line),
      ("write.p98", "names no statistic of client.write.latency", #line),
      ("nonsense", "No metric is called 'nonsense'", #line),
      ("write p99 more", "is not a metric and a statistic", #line),
    ]
    for (text, part, line) in mistakes {
      XCTAssertThrowsError(try MetricReference.read(text), "line \(line)") {
        let reason = ($0 as? BadValue)?.reason ?? ""
        XCTAssertTrue(reason.contains(part), "line \(line): \(reason)")
      }
    }
  }

  func testSeeds() throws {
    XCTAssertEqual(try SeedRange.read("7"), SeedRange(7, 7))
    XCTAssertEqual(try SeedRange.read("0..2").seeds, [0, 1, 2])
    XCTAssertEqual(try SeedRange.read("9007199254740991").first, 9_007_199_254_740_991)
    for text in [
      "", "x", "1-5", "1..", "..5", "1...5", "5..1", "1..9007199254740992", "9007199254740992",
      "+1", "1.5", "0..100000", " 1",
    ] {
      XCTAssertThrowsError(try SeedRange.read(text), text)
    }
  }

  func testOtherWaysToWriteARangeAreUnderstoodAsMistakes() {
    for text in ["1-3", "1...3", "1:3", "1,3"] {
      XCTAssertThrowsError(try SeedRange.read(text), text) {
        let reason = ($0 as? BadValue)?.reason ?? ""
        XCTAssertTrue(reason.hasSuffix("A range is written '1..3'."), reason)
      }
    }
    XCTAssertThrowsError(try SeedRange.readSeed("1..3")) {
      XCTAssertTrue(($0 as? BadValue)?.reason.hasSuffix("with '--seeds'.") == true)
    }
  }

  func testFailOnRules() throws {
    let rule = try FailOnRule.read("write.p99 worse 2.5%")
    XCTAssertEqual(rule.reference, MetricReference(metric: .writeLatency, statistic: .p99))
    XCTAssertEqual(rule.tolerance, 25_000)
    XCTAssertEqual(
      try FailOnRule.read("client.outage worse 0%").reference,
      MetricReference(metric: .outage, statistic: .value))
    for text in [
      "", "write.p99", "write.p99 worse", "write.p99 worse 5", "worse 5%", "write.p99 better 5%",
      "client.offered worse 5%", "write.p99 worse x%", "write.p99 worse 1.23456%",
    ] {
      XCTAssertThrowsError(try FailOnRule.read(text), text)
    }
  }

  func testAFailOnRuleHoldsOnTheBadSideOnly() throws {
    let table: [(String, base: Int64, other: Int64, holds: Bool, line: Int)] = [
      ("client.failed worse 5%", 100, 106, true, #line),
      ("client.failed worse 5%", 100, 105, false, #line),
      ("client.failed worse 5%", 100, 50, false, #line),
      ("client.failed worse 0%", 0, 0, false, #line),
      ("client.failed worse 1000%", 0, 1, true, #line),
      ("client.ok worse 5%", 100, 94, true, #line),
      ("client.ok worse 5%", 100, 95, false, #line),
      ("client.ok worse 5%", 100, 200, false, #line),
    ]
    for (text, base, other, holds, line) in table {
      let rule = try FailOnRule.read(text)
      let metric = rule.reference.metric
      let found = rule.judge(
        .made("b", metric: metric, values: [other]),
        against: .made("a", metric: metric, values: [base]))
      if case .holds = found {
        XCTAssertTrue(holds, "line \(line)")
      } else {
        XCTAssertFalse(holds, "line \(line)")
      }
    }
  }

  func testAFailOnRuleWithoutDataIsNotDecided() throws {
    let rule = try FailOnRule.read("outage worse 5%")
    let outcome = Outcome.made("a", metric: .elections, values: [1])
    XCTAssertEqual(rule.judge(outcome, against: outcome), .noData)
  }
}
