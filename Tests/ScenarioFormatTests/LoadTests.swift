import ScenarioFormat
import SimKernel
import XCTest

final class LoadTests: XCTestCase {
  private func loads(_ keys: String, _ parts: [String: String] = [:]) throws -> [LoadPlan] {
    try readPlan(parts.merging(["load": "[{ \(keys) }]"]) { old, _ in old }).loads
  }

  func testDefaults() throws {
    let load = try loads("\"from\": \"east\", \"clients\": 2")[0]
    XCTAssertEqual(load.name, "put")
    XCTAssertEqual(load.region, 0)
    XCTAssertEqual(load.target, .nearest)
    XCTAssertEqual(load.arrivals, .closed(clients: 2, think: .zero))
    XCTAssertEqual(load.mix, [LoadPlan.Share(operation: .put, weight: 1)])
    XCTAssertEqual([load.keyCount, load.valueSize], [1_000, 256])
    XCTAssertEqual(load.keyChoice, .uniform)
    XCTAssertEqual(load.ownership, .own)
    XCTAssertEqual(load.resource, .configMap)
    XCTAssertNil(load.timeout)
    XCTAssertNil(load.service)
  }

  func testArrivals() throws {
    let rows: [(keys: String, expected: LoadPlan.Arrivals, line: UInt)] = [
      ("\"arrivals\": { \"poisson\": \"200/s\" }", .poisson(meanGap: .milliseconds(5)), #line),
      ("\"arrivals\": { \"fixed\": \"200/s\" }", .fixed(gap: .milliseconds(5)), #line),
      ("\"arrivals\": { \"every\": \"5ms\" }", .fixed(gap: .milliseconds(5)), #line),
      ("\"arrivals\": { \"poisson\": \"6/m\" }", .poisson(meanGap: .seconds(10)), #line),
      ("\"clients\": 4, \"think\": \"50ms\"", .closed(clients: 4, think: .milliseconds(50)), #line),
    ]
    for row in rows {
      XCTAssertEqual(
        try loads("\"from\": \"east\", \(row.keys)")[0].arrivals, row.expected, line: row.line)
    }
  }

  func testARateIsThatOfEachRegionUnlessItIsSplit() throws {
    let rate = "\"arrivals\": { \"poisson\": \"200/s\" }"
    let each = try loads("\"from\": \"everywhere\", \(rate)")
    XCTAssertEqual(each.map(\.region), [0, 1])
    XCTAssertEqual(
      each.map(\.arrivals), Array(repeating: .poisson(meanGap: .milliseconds(5)), count: 2))
    XCTAssertEqual(Set(each.map(\.name)), ["put"])
    let split = try loads("\"from\": [\"west\", \"east\"], \"split\": true, \(rate)")
    XCTAssertEqual(split.map(\.region), [1, 0])
    XCTAssertEqual(
      split.map(\.arrivals), Array(repeating: .poisson(meanGap: .milliseconds(10)), count: 2))
    let clients = try loads("\"from\": \"everywhere\", \"split\": true, \"clients\": 5")
    XCTAssertEqual(
      clients.map(\.arrivals),
      [.closed(clients: 3, think: .zero), .closed(clients: 2, think: .zero)])
  }

  func testEverythingAboutAnOperation() throws {
    let load = try loads(
      """
      "name": "api", "from": "west", "to": "etcd", "clients": 1, "timeout": "3s",
      "mix": { "put": 2, "linearizableGet": 3, "compareAndSwap": 1 }, "objects": "others",
      "resource": "Secret", "valueSize": "4KiB", "keys": { "count": 7, "choice": "sequential" }
      """)[0]
    XCTAssertEqual(load.name, "api")
    XCTAssertEqual(load.target, .group(0))
    XCTAssertEqual(load.mix.map(\.operation), [.put, .linearizableGet, .compareAndSwap])
    XCTAssertEqual(load.mix.map(\.weight), [2, 3, 1])
    XCTAssertEqual(load.ownership, .others)
    XCTAssertEqual(load.resource, .secret)
    XCTAssertEqual([load.valueSize, load.keyCount], [4_096, 7])
    XCTAssertEqual(load.keyChoice, .sequential)
    XCTAssertEqual(load.timeout, .seconds(3))
  }

  func testALookupNeedsAServiceAndFindsIt() throws {
    let federation = """
      { "strategy": "peerWatch", "services": [
        { "name": "web", "endpoints": { "east": 2, "west": 1 } },
        { "name": "db", "namespace": "prod", "endpoints": { "west": 1 } }] }
      """
    let parts = [
      "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]", "federation": federation,
    ]
    let base = "\"from\": \"east\", \"clients\": 1, \"operation\": \"resolve\""
    XCTAssertNil(try loads(base, parts)[0].service)
    XCTAssertEqual(try loads(base + ", \"service\": \"db\"", parts)[0].service, 1)
    XCTAssertEqual(try loads(base + ", \"service\": \"prod/db\"", parts)[0].service, 1)
    XCTAssertEqual(codes(read(scenario(["load": "[{ \(base) }]"]))), ["E123"])
  }

  func testFederationDefaultsAndServices() throws {
    let federation = """
      { "strategy": "peerWatch", "backoff": { "min": "1s" }, "endpointChoice": "all",
        "services": [{ "name": "web", "endpoints": { "west": 3 } }] }
      """
    let plan = try readPlan([
      "groups": "[{ \"name\": \"local\", \"perRegion\": 1 }]", "federation": federation,
    ])
    let made = try XCTUnwrap(plan.federation)
    XCTAssertEqual(made.batchLimit, 128)
    XCTAssertEqual(made.backoff, .seconds(1) ... .seconds(30))
    XCTAssertEqual([made.streamDeadAfter, made.bookmarkEvery], [.seconds(45), .seconds(60)])
    XCTAssertEqual(made.endpointChoice, .all)
    XCTAssertEqual(made.services[0].backends, [ServicePlan.Backend(group: 1, endpoints: 3)])
    XCTAssertEqual(made.services[0].namespace, "default")
    XCTAssertNil(try readPlan(["federation": "{ \"strategy\": \"none\" }"]).federation)
  }

  func testWhatIsWrongWithLoadsIsSaid() {
    let open = "\"arrivals\": { \"poisson\": \"9/s\" }"
    let rows: [(keys: String, codes: [String], line: UInt)] = [
      ("\(open)", ["E115"], #line), ("\"from\": \"east\"", ["E115"], #line),
      ("\"from\": \"nowhere\", \(open)", ["E120"], #line),
      ("\"from\": [\"east\", \"east\"], \(open)", ["E124"], #line),
      ("\"from\": \"east\", \(open), \"clients\": 1", ["E116"], #line),
      ("\"from\": \"east\", \"arrivals\": {}", ["E115"], #line),
      (
        "\"from\": \"east\", \"arrivals\": { \"poisson\": \"1/s\", \"every\": \"1s\" }", ["E116"],
        #line
      ),
      ("\"from\": \"east\", \"arrivals\": { \"poisson\": 200 }", ["E110"], #line),
      ("\"from\": \"east\", \"arrivals\": { \"poisson\": \"0/s\" }", ["E114"], #line),
      ("\"from\": \"east\", \(open), \"to\": \"etc\"", ["E121"], #line),
      ("\"from\": \"east\", \(open), \"operation\": \"get\"", ["E117"], #line),
      ("\"from\": \"east\", \(open), \"mix\": { \"get\": 1 }", ["E117"], #line),
      ("\"from\": \"east\", \(open), \"mix\": {}", ["E114"], #line),
      (
        "\"from\": \"east\", \(open), \"mix\": { \"put\": 1 }, \"operation\": \"put\"", ["E116"],
        #line
      ),
      ("\"from\": \"everywhere\", \"clients\": 1, \"split\": true", ["E114"], #line),
      ("\"from\": \"east\", \(open), \"valueSize\": \"32MiB\"", ["E114"], #line),
      ("\"from\": \"east\", \(open), \"valueSize\": 1.5", ["E114"], #line),
      ("\"from\": \"east\", \(open), \"service\": \"web\"", ["E123", "W208"], #line),
      ("\"from\": \"east\", \(open), \"operation\": \"delete\", \"valueSize\": 9", ["W208"], #line),
    ]
    for row in rows {
      let result = read(scenario(["load": "[{ \(row.keys) }]"]))
      XCTAssertEqual(codes(result), row.codes, row.keys, line: row.line)
    }
  }
}
