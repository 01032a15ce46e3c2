import Federation
import SimKernel
import TestSupport
import XCTest

/// Filters, groups, spread and score; overrides and drift.
final class PlacementTests: XCTestCase {
  private let (prod, gpu) = (Symbol(0), Symbol(1))

  private func profile(_ i: Int, region: Int, free: Int = 0) -> ClusterProfile {
    ClusterProfile(
      id: ClusterID(i), name: "c\(i)", zone: Symbol(100 + i), region: Symbol(region),
      provider: Symbol(50), freeReplicas: free, roundTrip: .milliseconds(Int64(i)))
  }

  private func ids(_ numbers: [Int]) -> PlacementOutcome {
    .placed(numbers.map { ClusterID($0) })
  }

  func testFiltersSayHowManyEachRemoved() {
    var profiles = (0..<5).map { profile($0, region: 0) }
    profiles[1].taints = [.init(key: gpu)]
    profiles[2].kinds = [.service]
    profiles[3].labels[prod] = .truth(true)
    var policy = PlacementPolicy()
    policy.excluded = ClusterSet([ClusterID(0)])
    policy.clusters = 4...9
    var removals = PlacementRemovals()
    (removals.excluded, removals.taint, removals.kind, removals.spread) = (1, 1, 1, 2)
    XCTAssertEqual(policy.place(.deployment, among: profiles), .nothingFits(removals))
    policy.clusters = 1...9
    XCTAssertEqual(policy.place(.deployment, among: profiles), ids([3, 4]))
    policy.tolerations = [.init(key: gpu)]
    XCTAssertEqual(policy.place(.deployment, among: profiles), ids([1, 3, 4]))
    policy.groups = [.init(labels: [.init(path: prod, value: .truth(true))])]
    XCTAssertEqual(policy.place(.deployment, among: profiles), ids([3]))
  }

  func testTheFirstGroupThatFitsIsTaken() {
    let profiles = (0..<4).map { profile($0, region: 0) }
    var policy = PlacementPolicy()
    policy.groups = [
      .init(clusters: ClusterSet([ClusterID(0)])),
      .init(clusters: ClusterSet([ClusterID(2), ClusterID(3)])),
    ]
    XCTAssertEqual(policy.place(.service, among: profiles), ids([0]))
    policy.clusters = 2...2
    XCTAssertEqual(policy.place(.service, among: profiles), ids([2, 3]))
  }

  func testScoresAndSteadiness() {
    let profiles = (0..<4).map { profile($0, region: 0, free: $0 * 10) }
    var policy = PlacementPolicy()
    policy.clusters = 1...1
    policy.score.perFreeReplica = 1
    XCTAssertEqual(policy.place(.service, among: profiles), ids([3]))
    policy.score.perMillisecondOfRoundTrip = 20
    XCTAssertEqual(policy.place(.service, among: profiles), ids([0]))
    policy.score.steadiness = 100
    let current = ClusterSet([ClusterID(2)])
    XCTAssertEqual(policy.place(.service, among: profiles, current: current), ids([2]))
  }

  func testSpreadAndBoundsHoldWhateverIsAsked() {
    var (placed, refused) = (0, 0)
    forEverySeed(count: 400) { draws in
      var profiles = (0..<draws.int(in: 1...10)).map {
        self.profile($0, region: draws.int(in: 0...3), free: draws.int(in: 0...9))
      }
      for i in profiles.indices where draws.oneIn(5) { profiles[i].taints = [.init(key: self.gpu)] }
      var policy = PlacementPolicy()
      let (fewest, places) = (draws.int(in: 1...4), draws.int(in: 1...3))
      policy.clusters = fewest...(fewest + draws.int(in: 0...4))
      policy.spread = .init(by: .region, places: places...(places + draws.int(in: 0...2)))
      policy.score.perFreeReplica = 1
      let able = profiles.filter(\.taints.isEmpty)
      switch policy.place(.deployment, among: profiles) {
      case .placed(let chosen):
        placed += 1
        XCTAssertTrue(policy.clusters.contains(chosen.count))
        XCTAssertEqual(Set(chosen).count, chosen.count)
        let regions = Set(chosen.map { profiles[Int($0.index)].region })
        XCTAssertTrue(policy.spread?.places.contains(regions.count) ?? false)
        XCTAssertTrue(chosen.allSatisfy { profiles[Int($0.index)].taints.isEmpty })
        XCTAssertEqual(
          policy.place(.deployment, among: profiles.reversed()),
          policy.place(.deployment, among: profiles), "the order of profiles decides")
      case .nothingFits(let removals):
        refused += 1
        XCTAssertEqual(removals.spread, able.count)
      }
    }
    XCTAssertGreaterThan(placed, 50)
    XCTAssertGreaterThan(refused, 50)
  }

  func testOverridesComeInOrderAndTwiceIsOnce() {
    let (image, tag) = (Symbol(0), Symbol(1))
    let here = ClusterSet([ClusterID(1)])
    let policies = [
      OverridePolicy(
        name: "a", isClusterWide: false, clusters: here, edits: [.replace(image, .integer(3))]),
      OverridePolicy(
        name: "z", isClusterWide: true, clusters: here,
        edits: [.set(image, .integer(2)), .remove(tag)]),
      OverridePolicy(
        name: "b", isClusterWide: false, clusters: here, edits: [.replace(tag, .integer(9))]),
    ]
    let template = Fields([
      .init(path: image, value: .integer(1)), .init(path: tag, value: .integer(1)),
    ])
    let desired = OverridePolicy.desired(template, at: ClusterID(1), under: policies)
    XCTAssertEqual(desired, Fields([.init(path: image, value: .integer(3))]))
    XCTAssertEqual(OverridePolicy.desired(template, at: ClusterID(0), under: policies), template)
    forEverySeed(count: 200) { draws in
      let policies = (0..<draws.int(in: 0...4)).map { n in
        let edits: [OverridePolicy.Edit] = (0..<3).map { _ in
          let path = Symbol(draws.int(in: 0...3))
          let value = Scalar.integer(Int64(draws.below(5)))
          return draws.pick([.set(path, value), .remove(path), .replace(path, value)])
        }
        return OverridePolicy(
          name: "p\(n)", isClusterWide: draws.oneIn(2), clusters: here, edits: edits)
      }
      let once = OverridePolicy.desired(template, at: ClusterID(1), under: policies)
      XCTAssertEqual(OverridePolicy.desired(once, at: ClusterID(1), under: policies), once)
      let turned = Array(policies.reversed())
      XCTAssertEqual(OverridePolicy.desired(template, at: ClusterID(1), under: turned), once)
    }
  }

  func testDriftIsCorrectedExceptWhatIsRetainedOrMerged() {
    let rule = DriftRule(retained: [Symbol(0)], merged: [Symbol(1), Symbol(2)])
    func fields(_ values: [Int64?]) -> Fields {
      Fields(
        values.enumerated().compactMap { i, value in
          value.map { Fields.Field(path: Symbol(i), value: .integer($0)) }
        })
    }
    let rows: [(actual: [Int64?], desired: [Int64?], after: [Int64?], UInt)] = [
      ([1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], #line),
      ([9, 1, 1, 1], [1, 1, 1, 1], [9, 1, 1, 1], #line),
      ([1, 9, nil, 9], [1, 1, 1, 1], [1, 1, 1, 1], #line),
      ([1, 9, 9, 9], [1, nil, 9, nil], [1, 9, 9, nil], #line),
    ]
    for (actual, desired, after, line) in rows {
      var copy = fields(actual)
      for edit in rule.corrections(of: copy, to: fields(desired)) { copy[edit.path] = edit.value }
      XCTAssertEqual(copy, fields(after), line: line)
      XCTAssertEqual(rule.corrections(of: copy, to: fields(desired)), [], line: line)
    }
  }
}
