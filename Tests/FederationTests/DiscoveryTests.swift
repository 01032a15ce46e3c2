import Federation
import KeyValue
import SimKernel
import XCTest

final class DiscoveryTests: XCTestCase {
  /// Cluster 0 is nearer to 2 than to 1; 1 and 2 are equally far from 3.
  private let distances: [[SimDuration]] = [
    [0, 80, 30, 90], [80, 0, 50, 60], [30, 50, 0, 60], [90, 60, 60, 0],
  ].map { row in row.map { SimDuration.milliseconds($0) } }

  private struct Setting {
    var directory: ServiceDirectory
    var catalogue = ObjectCatalogue(clusterCount: 4)
    var service: ServiceID
    var store = Store()

    /// A service backed by clusters 0, 1 and 2, up to 250 endpoints each.
    init(_ distances: [[SimDuration]]) throws {
      directory = ServiceDirectory(distances: distances)
      service = directory.add(try ServiceName(namespace: "shop", name: "web"))
      for cluster in [2, 0, 1] {
        directory.addBacking(
          of: service, in: ClusterID(cluster), capacity: 250, catalogue: &catalogue)
      }
    }

    mutating func export(from cluster: Int, ready: Int, counter: UInt64 = 1) {
      _ = store.apply(
        directory.export(
          service, from: ClusterID(cluster), readyEndpoints: ready, counter: counter))
    }

    mutating func publish(from cluster: Int, ready: Int, counter: UInt64 = 2) {
      _ = store.apply(
        directory.publish(
          service, from: ClusterID(cluster), readyEndpoints: ready, counter: counter))
    }

    func resolve(from cluster: Int, _ choice: EndpointChoice = .localFirst) -> ServiceAnswer {
      directory.resolve(service, from: ClusterID(cluster), view: store, choice: choice)
    }
  }

  private func answer(_ backends: (Int, Int)...) -> ServiceAnswer {
    .endpoints(
      backends.map { ServiceBackend(cluster: ClusterID($0.0), readyEndpoints: $0.1) })
  }

  func testLocalFirstThenNearestThenNothing() throws {
    var setting = try Setting(distances)
    XCTAssertEqual(setting.resolve(from: 0), .nxdomain)
    for cluster in 0...2 { setting.export(from: cluster, ready: 3 + cluster) }
    let rows: [(from: Int, expected: ServiceAnswer)] = [
      (0, answer((0, 3))), (1, answer((1, 4))), (2, answer((2, 5))), (3, answer((1, 4))),
    ]
    for row in rows { XCTAssertEqual(setting.resolve(from: row.from), row.expected) }
    setting.publish(from: 0, ready: 0)
    XCTAssertEqual(setting.resolve(from: 0), answer((2, 5)), "the nearer of the two others")
    setting.publish(from: 2, ready: 0)
    XCTAssertEqual(setting.resolve(from: 0), answer((1, 4)))
    setting.publish(from: 1, ready: 0)
    XCTAssertEqual(setting.resolve(from: 0), .nxdomain)
    setting.publish(from: 0, ready: 1, counter: 3)
    XCTAssertEqual(setting.resolve(from: 0), answer((0, 1)), "back home")
  }

  func testAllGivesEveryReadyEndpoint() throws {
    var setting = try Setting(distances)
    for (cluster, ready) in [(0, 1), (1, 0), (2, 7)] { setting.export(from: cluster, ready: ready) }
    for from in 0...3 {
      XCTAssertEqual(setting.resolve(from: from, .all), answer((0, 1), (2, 7)))
    }
  }

  /// Export is the act of sharing: slices without it do not count, and taking it back ends it.
  func testOnlyExportsAreImported() throws {
    var setting = try Setting(distances)
    setting.publish(from: 1, ready: 4)
    XCTAssertEqual(setting.resolve(from: 1), .nxdomain)
    setting.export(from: 1, ready: 4, counter: 3)
    XCTAssertEqual(
      setting.directory.importView(of: setting.service, in: setting.store).backends,
      [ServiceBackend(cluster: ClusterID(1), readyEndpoints: 4)])
    _ = setting.store.apply(
      setting.directory.unexport(setting.service, from: ClusterID(1)))
    XCTAssertEqual(setting.resolve(from: 1), .nxdomain)
  }

  /// 100 endpoints a slice: 160 bytes for each, more than the capacity are cut off.
  func testSlices() throws {
    let setting = try Setting(distances)
    let rows: [(ready: Int, slices: [UInt8])] = [
      (0, [0, 0, 0]), (1, [1, 0, 0]), (100, [100, 0, 0]), (101, [100, 1, 0]),
      (250, [100, 100, 50]), (999, [100, 100, 100]), (-5, [0, 0, 0]),
    ]
    for row in rows {
      var store = Store()
      let mutations = setting.directory.publish(
        setting.service, from: ClusterID(1), readyEndpoints: row.ready, counter: 1)
      XCTAssertEqual(
        mutations.map { UInt32($0.valueSize) }, row.slices.map { 300 + 160 * UInt32($0) })
      _ = store.apply(mutations)
      XCTAssertEqual(
        mutations.compactMap { store.record(of: $0.key)?.value.objectVersion.detail },
        row.slices, "\(row.ready)")
    }
  }

  func testNamesInText() throws {
    var setting = try Setting(distances)
    setting.export(from: 0, ready: 2)
    func resolve(_ name: String) -> ServiceAnswer {
      setting.directory.resolve(
        name: name, from: ClusterID(0), view: setting.store, choice: .localFirst)
    }
    XCTAssertEqual(resolve("web.shop.svc.clusterset.local"), answer((0, 2)))
    for name in [
      "api.shop.svc.clusterset.local", "web.shop.svc.cluster.local", "web",
      "east.web.shop.svc.clusterset.local",
    ] {
      XCTAssertEqual(resolve(name), .nxdomain, name)
    }
  }

  func testPickIsUniformOverEndpoints() {
    let answer = answer((0, 1), (2, 3))
    let step = UInt64.max / 400
    let picks = (0..<400).map { answer.pick($0 * step) }
    XCTAssertEqual(picks.count { $0 == ClusterID(0) }, 101, "a quarter, and the rounded edge")
    XCTAssertEqual(picks.count { $0 == ClusterID(2) }, 299)
    XCTAssertEqual(answer.pick(.max), ClusterID(2))
    XCTAssertNil(ServiceAnswer.nxdomain.pick(0))
  }

  /// An importer that is cut off goes on answering with what it last heard: wrong, and told so.
  func testAStaleAnswerIsJudgedByTheTruth() throws {
    var options = FederationWorld.Options()
    options.meanBetweenWrites = nil
    options.cuts = [.init(between: (0, 1), from: .seconds(10), until: .seconds(50))]
    let world = FederationWorld(seed: 1, options)
    var directory = ServiceDirectory(
      distances: distances.prefix(3).map { Array($0.prefix(3)) })
    let service = directory.add(try ServiceName(namespace: "shop", name: "web"))
    directory.addBacking(
      of: service, in: ClusterID(0), capacity: 10, catalogue: &world.catalogue)
    func seen(by cluster: Int) -> (answer: ServiceAnswer, dead: [ClusterID]) {
      let answer = directory.resolve(
        service, from: ClusterID(cluster), view: world.truth(cluster), choice: .localFirst)
      let dead = answer.deadClusters { origin in
        let store = world.truth(Int(origin.index))
        return directory.readyEndpoints(of: service, in: origin, seenBy: store) ?? 0
      }
      return (answer, dead)
    }
    world.run(until: .seconds(2))
    world.write(
      directory.export(service, from: ClusterID(0), readyEndpoints: 4, counter: 1), in: 0)
    world.run(until: .seconds(3))
    XCTAssertEqual(seen(by: 1).answer, answer((0, 4)))
    world.run(until: .seconds(12))
    world.write(
      directory.publish(service, from: ClusterID(0), readyEndpoints: 0, counter: 2), in: 0)
    world.run(until: .seconds(40))
    XCTAssertEqual(seen(by: 1).answer, answer((0, 4)))
    XCTAssertEqual(seen(by: 1).dead, [ClusterID(0)])
    XCTAssertEqual(seen(by: 2).answer, .nxdomain, "it was never cut off")
    world.run(until: .seconds(100))
    XCTAssertEqual(seen(by: 1).answer, .nxdomain)
  }
}
