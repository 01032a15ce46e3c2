import Results
import XCTest

@testable import fedsim

final class RuleTextTests: XCTestCase {
  func testExpectations() throws {
    let table: [(String, ExpectRule, line: Int)] = [
      (
        "client.write.latency p99 < 250ms",
        ExpectRule(subject: .metric(.writeLatency, .p99), comparison: .below, limit: 250_000_000),
        #line
      ),
      (
        "write.p99<0.25s",
        ExpectRule(subject: .metric(.writeLatency, .p99), comparison: .below, limit: 250_000_000),
        #line
      ),
      (
        "write.p99.9 <= 1.5 us",
        ExpectRule(subject: .metric(.writeLatency, .p999), comparison: .atMost, limit: 1_500),
        #line
      ),
      (
        "client.write.latency{region=eu-west, load=w} p50 >= 1ns",
        ExpectRule(
          subject: .metric(.writeLatency, .p50),
          filter: Labels([.init(.region, "eu-west"), .init(.load, "w")]),
          comparison: .atLeast, limit: 1),
        #line
      ),
      (
        "raft.elections < 2",
        ExpectRule(subject: .metric(.elections, .value), comparison: .below, limit: 2), #line
      ),
      (
        "okRatio > 99.9%",
        ExpectRule(subject: .metric(.okRatio, .value), comparison: .above, limit: 999_000), #line
      ),
      (
        "client.okRate value > 1200/s",
        ExpectRule(subject: .metric(.okRate, .value), comparison: .above, limit: 1_200_000), #line
      ),
      (
        "network.wanBytes < 1.5MB",
        ExpectRule(subject: .metric(.wanBytes, .value), comparison: .below, limit: 1_500_000),
        #line
      ),
      (
        "write count > 100",
        ExpectRule(subject: .metric(.writeLatency, .count), comparison: .above, limit: 100), #line
      ),
      (
        "invariant raft.election-safety",
        ExpectRule(subject: .invariant("raft.election-safety")), #line
      ),
    ]
    for (text, expected, line) in table {
      XCTAssertEqual(try ExpectText.read(text), .rule(expected), "line \(line)")
    }
    XCTAssertEqual(try ExpectText.read("none"), .none)
  }

  func testMistypedExpectationsSayWhatIsMeant() {
    let table: [(String, part: String, line: Int)] = [
      ("", "no <, <=, > or >=", #line),
      ("write p99 = 5ms", "no <, <=, > or >=", #line),
      ("write p99 < 250", "needs a unit, such as 250ms", #line),
      ("write p99 < ", "needs a unit", #line),
      ("write p99 < 5 parsecs", "needs a unit", #line),
      ("write p99 < 1e3ms", "needs a unit", #line),
      ("write p99 < -5ms", "needs a unit", #line),
      ("write p99 < .5ms", "not a number", #line),
      ("write p99 < 0.5ns", "not a number", #line),
      ("write p99 < 99999999999999999999s", "not a number", #line),
      ("elections < 2ms", "whole number without unit", #line),
      ("write < 5ms", "'write' needs a statistic", #line),
      ("write p98 < 5ms", "Did you mean 'p90'?", #line),
      ("write value < 5ms", "has no value", #line),
      ("elections p99 < 5", "has no p99", #line),
      ("client.wirte.latency p99 < 5ms", "Did you mean 'client.write.latency'?", #line),
      ("write.p98 < 5ms", "names no statistic of client.write.latency", #line),
      ("nonsense p99 < 5ms", "No metric is called 'nonsense'", #line),
      ("write{zone=a} p99 < 5ms", "One of: cluster, load, region", #line),
      ("write{region} p99 < 5ms", "name=value", #line),
      ("write{region=a p99 < 5ms", "not closed", #line),
      ("invariant raft.election-safty", "Did you mean 'raft.election-safety'?", #line),
      ("write p99 below < 5ms", "is not a metric and a statistic", #line),
    ]
    for (text, part, line) in table {
      XCTAssertThrowsError(try ExpectText.read(text), "line \(line)") {
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

  func testFailOnRules() throws {
    let rule = try FailOnRule.read("write.p99 worse 2.5%")
    XCTAssertEqual(rule.reference, MetricReference(metric: .writeLatency, statistic: .p99))
    XCTAssertEqual(rule.tolerance, 25_000)
    XCTAssertEqual(
      try FailOnRule.read("client.outage worse 0%").reference,
      MetricReference(metric: .outage, statistic: .value))
    for text in [
      "", "write.p99", "write.p99 worse", "write.p99 worse 5", "worse 5%", "write.p99 better 5%",
      "client.offered worse 5%", "write.p99 worse x%",
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
