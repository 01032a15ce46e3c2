import Results
import ScenarioFormat
import XCTest

final class ExpectationTests: XCTestCase {
  private static let load = """
    [{ "name": "api", "from": "everywhere", "arrivals": { "poisson": "9/s" },
       "mix": { "put": 1, "linearizableGet": 1 } }]
    """

  private func rule(_ text: String) throws -> ExpectRule {
    let plan = try readPlan(["load": Self.load, "expect": "[\(text)]"])
    return plan.rules[0]
  }

  func testRulesAsWritten() throws {
    let full = try rule(
      """
      { "metric": "client.write.latency", "stat": "p99.9",
        "where": { "region": "east", "load": "api" },
        "atMost": "2s", "during": ["5s", "20s"], "minSamples": 100, "level": "warn",
        "hold": "90% of seeds" }
      """)
    XCTAssertEqual(full.subject, .metric(.writeLatency, .p999))
    XCTAssertEqual(full.filter, Labels([.init(.region, "east"), .init(.load, "api")]))
    XCTAssertEqual(full.comparison, .atMost)
    XCTAssertEqual(full.limit, 2_000_000_000)
    XCTAssertEqual(full.window, ExpectRule.Window(from: 5_000_000_000, to: 20_000_000_000))
    XCTAssertEqual(full.minSamples, 100)
    XCTAssertEqual(full.level, .warn)
    XCTAssertEqual(full.hold, .percent(90))
    XCTAssertEqual(full.line, 6)
    XCTAssertEqual(full.column, 14)
    let plain = try rule("{ \"metric\": \"raft.elections\", \"below\": 2 }")
    XCTAssertEqual(plain.subject, .metric(.elections, .value))
    XCTAssertEqual(plain.hold, .everySeed)
    XCTAssertEqual(plain.level, .error)
    XCTAssertNil(plain.window)
    let invariant = try rule(
      "{ \"invariant\": \"raft.election-safety\", \"hold\": \"median\" }")
    XCTAssertEqual(invariant.subject, .invariant("raft.election-safety"))
    let versus = try rule(
      "{ \"versus\": \"other\", \"metric\": \"write\", \"stat\": \"p50\", \"ratioBelow\": 0.1 }")
    XCTAssertEqual(versus.versus, "other")
    XCTAssertEqual(versus.limit, 100_000)
  }

  func testLimitsAreInTheMetricsUnit() throws {
    let rows: [(text: String, limit: Int64, line: UInt)] = [
      ("{ \"metric\": \"client.outage\", \"below\": \"1.5s\" }", 1_500_000_000, #line),
      ("{ \"metric\": \"client.okRatio\", \"atLeast\": \"99.9%\" }", 999_000, #line),
      ("{ \"metric\": \"client.okRatio\", \"atLeast\": 0.5 }", 500_000, #line),
      ("{ \"metric\": \"client.okRate\", \"above\": \"200/s\" }", 200_000, #line),
      ("{ \"metric\": \"client.okRate\", \"above\": \"0/s\" }", 0, #line),
      ("{ \"metric\": \"network.wanBytes\", \"below\": \"4KiB\" }", 4_096, #line),
      ("{ \"metric\": \"network.wanBytes\", \"below\": 9 }", 9, #line),
      ("{ \"metric\": \"client.failed\", \"atMost\": 0 }", 0, #line),
      ("{ \"metric\": \"write.p99\", \"below\": \"1ms\" }", 1_000_000, #line),
    ]
    for row in rows { XCTAssertEqual(try rule(row.text).limit, row.limit, line: row.line) }
  }

  func testWhatIsWrongWithExpectationsIsSaid() {
    let write = "\"metric\": \"client.write.latency\", \"stat\": \"p99\""
    let rows: [(text: String, codes: [String], line: UInt)] = [
      (
        "\"metric\": \"client.wirte.latency\", \"stat\": \"p99\", \"below\": \"1s\"", ["E130"],
        #line
      ),
      ("\"metric\": \"client.write.latency\", \"below\": \"1s\"", ["E115"], #line),
      (
        "\"metric\": \"client.write.latency\", \"stat\": \"p98\", \"below\": \"1s\"", ["E117"],
        #line
      ),
      ("\"metric\": \"raft.elections\", \"stat\": \"p99\", \"below\": 2", ["E131"], #line),
      (
        "\"metric\": \"client.write.latency\", \"stat\": \"value\", \"below\": \"1s\"", ["E131"],
        #line
      ),
      ("\(write)", ["E115"], #line),
      ("\(write), \"below\": \"1s\", \"above\": \"0s\"", ["E116"], #line),
      ("\(write), \"below\": 5", ["E110"], #line), ("\(write), \"below\": \"5\"", ["E110"], #line),
      ("\(write), \"below\": \"5%\"", ["E112"], #line),
      ("\(write), \"below\": true", ["E113"], #line),
      ("\"metric\": \"raft.elections\", \"below\": \"2\"", ["E113"], #line),
      ("\"metric\": \"raft.elections\", \"below\": 2.5", ["E114"], #line),
      ("\"metric\": \"raft.elections\", \"below\": -1", ["E114"], #line),
      ("\(write), \"below\": \"1s\", \"where\": { \"kind\": \"x\" }", ["E132"], #line),
      ("\(write), \"below\": \"1s\", \"where\": { \"region\": \"eats\" }", ["E132"], #line),
      ("\(write), \"below\": \"1s\", \"where\": { \"load\": \"apo\" }", ["E132"], #line),
      ("\(write), \"below\": \"1s\", \"during\": [\"9s\", \"5s\"]", ["E134"], #line),
      ("\(write), \"below\": \"1s\", \"during\": [\"99s\", \"100s\"]", ["W205"], #line),
      ("\(write), \"below\": \"1s\", \"during\": [\"9s\"]", ["E114"], #line),
      ("\(write), \"below\": \"1s\", \"hold\": \"most\"", ["E134"], #line),
      ("\(write), \"ratioBelow\": 2", ["E116"], #line),
      ("\(write), \"below\": \"1s\", \"versus\": \"x\"", ["E116"], #line),
      ("\"metric\": \"federation.syncLag\", \"stat\": \"p99\", \"below\": \"1s\"", ["E133"], #line),
      (
        "\"metric\": \"client.staleRead.latency\", \"stat\": \"p50\", \"below\": \"1s\"", ["E133"],
        #line
      ),
      ("\"metric\": \"client.resolve.wrong\", \"below\": 1", ["E133"], #line),
      ("\"invariant\": \"raft.restart\", \"below\": 1", ["E116"], #line),
      ("\"invariant\": \"raft.resatrt\"", ["W208"], #line),
      ("\"level\": \"warn\"", ["E115"], #line),
    ]
    for row in rows {
      let result = read(scenario(["load": Self.load, "expect": "[{ \(row.text) }]"]))
      XCTAssertEqual(codes(result), row.codes, row.text, line: row.line)
    }
  }

  func testWhatNothingProducesIsAnErrorWithTheReason() {
    let rows: [(metric: String, load: String, reason: String, line: UInt)] = [
      ("client.write.latency", "linearizableGet", "no load writes", #line),
      ("client.read.latency", "put", "no load has linearizableGet", #line),
      ("federation.staleness", "put", "no load reads, and there is no federation", #line),
      ("federation.syncLag", "put", "there is no federation", #line),
    ]
    for row in rows {
      let result = read(
        scenario([
          "load": "[{ \"from\": \"east\", \"clients\": 1, \"operation\": \"\(row.load)\" }]",
          "expect": "[{ \"metric\": \"\(row.metric)\", \"stat\": \"p99\", \"below\": \"1s\" }]",
        ]))
      XCTAssertEqual(result.diagnostics.map(\.label), [row.reason], line: row.line)
    }
    let idle = read(scenario(["expect": "[{ \"metric\": \"client.failed\", \"atMost\": 0 }]"]))
    XCTAssertEqual(idle.diagnostics.map(\.label), ["there is no load"])
  }

  // MARK: - The short form

  func testTheShortFormGivesTheSameRules() throws {
    let rows: [(short: String, long: String, line: UInt)] = [
      (
        "client.write.latency p99 < 250ms",
        "{ \"metric\": \"client.write.latency\", \"stat\": \"p99\", \"below\": \"250ms\" }", #line
      ),
      (
        "write.p99.9<=1s", "{ \"metric\": \"write\", \"stat\": \"p99.9\", \"atMost\": \"1s\" }",
        #line
      ),
      ("raft.elections < 2", "{ \"metric\": \"raft.elections\", \"below\": 2 }", #line),
      (
        "client.write.latency{region=east, load=api} p50 >= 1ms",
        """
        { "metric": "client.write.latency", "stat": "p50", "atLeast": "1ms",
          "where": { "load": "api", "region": "east" } }
        """, #line
      ),
      ("invariant raft.restart", "{ \"invariant\": \"raft.restart\" }", #line),
      ("client.okRatio > 99%", "{ \"metric\": \"client.okRatio\", \"above\": \"99%\" }", #line),
    ]
    let plan = try readPlan(["load": Self.load])
    for row in rows {
      let result = ExpectationText.read(row.short, for: plan)
      XCTAssertEqual(result.diagnostics, [], line: row.line)
      var long = try rule(row.long)
      (long.line, long.column) = (0, 0)
      XCTAssertEqual(result.rule, long, line: row.line)
      XCTAssertEqual(ExpectationText.read(row.short, for: nil).rule, long, line: row.line)
    }
  }

  func testMistakesInTheShortFormArePlaced() throws {
    let rows: [(text: String, code: String, column: Int, line: UInt)] = [
      ("", "E134", 1, #line), ("write p99", "E134", 1, #line), ("write p99 <", "E134", 11, #line),
      ("< 5ms", "E134", 1, #line), ("write p99 extra < 5ms", "E134", 1, #line),
      ("writ.latency p99 < 5ms", "E130", 1, #line), ("write p98 < 5ms", "E117", 7, #line),
      ("write p99 < 5", "E110", 13, #line), ("write{regio=east} p99 < 5ms", "E132", 7, #line),
      ("write{region=eats} p99 < 5ms", "E132", 14, #line),
      ("write{region p99 < 5ms", "E134", 6, #line),
      ("write{region} p99 < 5ms", "E134", 7, #line),
      ("federation.syncLag p99 < 1s", "E133", 1, #line),
    ]
    let plan = try readPlan(["load": Self.load])
    for row in rows {
      let result = ExpectationText.read(row.text, for: plan)
      XCTAssertNil(result.rule, line: row.line)
      XCTAssertEqual(result.diagnostics.first?.code.rawValue, row.code, line: row.line)
      XCTAssertEqual(result.diagnostics.first?.column, row.column, line: row.line)
      XCTAssertEqual(result.diagnostics.first?.place.file, "--expect", line: row.line)
    }
  }
}
