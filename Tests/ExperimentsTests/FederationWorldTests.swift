import Experiments
import Results
import ScenarioFormat
import SimKernel
import Statistics
import XCTest

/// Local clusters over real Raft groups: what is copied, what a cut does, who answers a name.
final class FederationWorldTests: XCTestCase {
  private let rtt: [[Int64]] = [[0, 80, 100], [80, 0, 60], [100, 60, 0]]

  private func builder(_ services: [ServicePlan] = []) -> PlanBuilder {
    var builder = PlanBuilder(roundTripsInMilliseconds: rtt)
    builder.duration = .seconds(60)
    let fsync = SimDuration.milliseconds(1)
    builder.groups = rtt.indices.map {
      PlanBuilder.group("c\($0)", regions: [$0, $0, $0], disks: [fsync, fsync, fsync], leader: $0)
    }
    builder.loads = rtt.indices.map {
      PlanBuilder.load("writes", region: $0, group: $0, .fixed(gap: .milliseconds(100)))
    }
    builder.federation = FederationPlan(
      strategy: .peerWatch, batchLimit: 128, backoff: .seconds(1) ... .seconds(30),
      streamDeadAfter: .seconds(45), bookmarkEvery: .seconds(60), endpointChoice: .localFirst,
      services: services)
    return builder
  }

  private func scalar(_ result: RunResult, _ metric: Metric, to name: LabelName, _ value: String)
    -> Int64
  {
    result.records.filter { $0.metric == metric && $0.labels[name] == value }.reduce(0) {
      if case .scalar(let value) = $1.value { return $0 + value }
      return $0
    }
  }

  private func convergence(_ result: RunResult) throws -> Int64 {
    let record = try XCTUnwrap(result.records.first { $0.metric == .convergence })
    guard case .scalar(let value) = record.value else { return -1 }
    return value
  }

  func testCutHealsWithoutAListAndEveryCopyArrives() throws {
    var builder = builder()
    builder.faults = [
      FaultPlan(
        kind: .partition(from: [.region(1)], to: [.region(0), .region(2)], bothWays: true),
        start: .at(.seconds(15)), duration: .seconds(20), text: "cut r1")
    ]
    let result = try Experiment(plan: builder.plan).run(seed: 4)
    // The writers of every region go on: their clusters are whole.
    XCTAssertEqual(result.records.filter { $0.metric == .operationsFailed }.count, 3)
    for region in ["r0", "r1", "r2"] {
      XCTAssertEqual(scalar(result, .operationsFailed, to: .region, region), 0)
      // In flight at the end: about a tenth of a second of ten writes a second from two origins.
      XCTAssertLessThanOrEqual(scalar(result, .federationUnseen, to: .to, region), 8, region)
      XCTAssertEqual(scalar(result, .federationResyncs, to: .to, region), 0, region)
    }
    let healed = try convergence(result)
    XCTAssertTrue((1...20_000_000_000).contains(healed), "\(healed)")
    let lag = try XCTUnwrap(
      result.histogram(.syncLag, filter: Labels([.init(.from, "r0"), .init(.to, "r1")])))
    XCTAssertGreaterThan(lag.max, 20_000_000_000)
    let other = try XCTUnwrap(
      result.histogram(.syncLag, filter: Labels([.init(.from, "r0"), .init(.to, "r2")])))
    XCTAssertLessThan(other.max, 1_000_000_000)
  }

  func testLostRegionComesBackAndCatchesUp() throws {
    var builder = builder()
    builder.faults = [
      FaultPlan(
        kind: .regionLoss(region: 2), start: .at(.seconds(15)), duration: .seconds(15),
        text: "lose r2")
    ]
    let result = try Experiment(plan: builder.plan).run(seed: 5)
    XCTAssertEqual(result.violations, [])
    for region in ["r0", "r1", "r2"] {
      XCTAssertLessThanOrEqual(scalar(result, .federationUnseen, to: .to, region), 8, region)
    }
    XCTAssertLessThan(try convergence(result), 25_000_000_000)
  }

  func testOnlyTheOriginsClientsMayWriteAnObject() throws {
    var builder = builder()
    var foreign = PlanBuilder.load(
      "foreign", region: 0, group: 0, .fixed(gap: .milliseconds(500)))
    foreign.ownership = .others
    builder.loads.append(foreign)
    let result = try Experiment(plan: builder.plan).run(seed: 6)
    XCTAssertGreaterThan(scalar(result, .operationsFailed, to: .region, "r0"), 100)
    XCTAssertEqual(scalar(result, .operationsFailed, to: .region, "r1"), 0)
  }

  func testNameIsAnsweredLocallyThenFromAfarWhenTheLocalEndpointsAreGone() throws {
    let service = ServicePlan(
      name: "api", namespace: "shop",
      backends: [.init(group: 0, endpoints: 3), .init(group: 1, endpoints: 3)])
    var builder = builder([service])
    builder.loads = [0, 2].map { region in
      PlanBuilder.load(
        "lookups", region: region, group: region, .fixed(gap: .milliseconds(20)), .resolve)
    }
    builder.faults = [
      FaultPlan(
        kind: .endpoints(service: 0, group: 0, ready: 0), start: .at(.seconds(30)),
        duration: nil, text: "r0 endpoints gone"),
      // The nearest backend of r2 is r1's.
      FaultPlan(
        kind: .endpoints(service: 0, group: 1, ready: 0), start: .at(.seconds(45)),
        duration: nil, text: "r1 endpoints gone"),
    ]
    let result = try Experiment(plan: builder.plan).run(seed: 7)
    let local = scalar(result, .resolveLocalRatio, to: .region, "r0")
    XCTAssertEqual(Double(local) / 1_000_000, 29.0 / 59.0, accuracy: 0.02)
    XCTAssertEqual(scalar(result, .resolveLocalRatio, to: .region, "r2"), 0)
    // r2 hears of it one way (30 ms) and one local commit later: one or two lookups are wrong.
    let wrong = scalar(result, .resolveWrong, to: .region, "r2")
    XCTAssertTrue((1...4).contains(wrong), "\(wrong)")
  }
}
