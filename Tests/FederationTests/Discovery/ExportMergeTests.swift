import Federation
import SimKernel
import TestSupport
import XCTest

/// Precedence of exports, ports and families (KEP-1645); the order of arrival decides nothing.
final class ExportMergeTests: XCTestCase {
  private let (http, web, dns) = (Symbol(0), Symbol(1), Symbol(2))

  private func export(
    _ cluster: Int, _ second: Int64, ports: [ServicePort] = [],
    families: [ServiceExportRecord.Family] = [.ipv4], kind: ServiceExportRecord.Kind = .clusterIP
  ) -> ServiceExportRecord {
    ServiceExportRecord(
      cluster: ClusterID(cluster), clusterName: "c\(cluster)", createdAtSecond: second, kind: kind,
      ports: ports, families: families)
  }

  func testTheOldestThenTheFirstNameWins() {
    let merge = ExportMerge([
      export(2, 5, kind: .headless), export(1, 5), export(0, 6, kind: .headless),
    ])
    XCTAssertEqual(merge.winner?.cluster, ClusterID(1))
    XCTAssertEqual(merge.conflicts, [.type])
  }

  func testAnExternalNameIsNotExported() {
    let merge = ExportMerge([export(0, 1, kind: .externalName), export(1, 2)])
    XCTAssertEqual(merge.invalid, [ClusterID(0)])
    XCTAssertEqual(merge.winner?.cluster, ClusterID(1))
    XCTAssertEqual(merge.conflicts, [])
    XCTAssertNil(ExportMerge([export(0, 1, kind: .externalName)]).winner)
  }

  func testPortsAreAUnionInWhichNamesAndNumbersStandOnce() {
    let merge = ExportMerge([
      export(0, 1, ports: [.init(name: http, number: 80)]),
      export(1, 2, ports: [.init(name: http, number: 8_080), .init(name: dns, number: 53)]),
      export(2, 3, ports: [.init(name: web, number: 80), .init(name: http, number: 80)]),
      export(3, 4, ports: [.init(name: web, transport: .udp, number: 80)]),
    ])
    XCTAssertEqual(
      merge.ports.map(\.port),
      [
        .init(name: http, number: 80), .init(name: dns, number: 53),
        .init(name: web, transport: .udp, number: 80),
      ])
    XCTAssertEqual(merge.ports[0].clusters.members, [ClusterID(0), ClusterID(2)])
    XCTAssertTrue(merge.reaches(ClusterID(1), port: dns))
    XCTAssertFalse(merge.reaches(ClusterID(1), port: http), "it exposes another port by that name")
    XCTAssertEqual(merge.conflicts, [.ports])
  }

  func testFamiliesAreIntersectedSkippingWhoWouldEmptyThem() {
    let rows: [([[ServiceExportRecord.Family]], [ServiceExportRecord.Family], Bool, UInt)] = [
      ([[.ipv4, .ipv6], [.ipv4, .ipv6]], [.ipv4, .ipv6], false, #line),
      ([[.ipv4, .ipv6], [.ipv6]], [.ipv6], true, #line),
      ([[.ipv4], [.ipv6], [.ipv4, .ipv6]], [.ipv4], true, #line),
    ]
    for (families, expected, isConflict, line) in rows {
      let exports = families.enumerated().map { export($0, Int64($0), families: $1) }
      let merge = ExportMerge(exports)
      XCTAssertEqual(merge.families, expected, line: line)
      XCTAssertEqual(merge.conflicts, isConflict ? [.ipFamilies] : [], line: line)
    }
  }

  /// Invariant F16, on every order of random sets of four.
  func testTheOrderOfArrivalChangesNothing() {
    var conflicts = 0
    forEverySeed(count: 100) { draws in
      let names = [self.http, self.web, self.dns]
      let exports = (0..<4).map { i in
        let ports = names.filter { _ in draws.oneIn(2) }.map { _ in
          ServicePort(name: draws.pick(names), number: UInt16(80 + draws.below(3)))
        }
        return self.export(
          i, Int64(draws.below(3)), ports: ports,
          families: draws.pick([[.ipv4], [.ipv6], [.ipv4, .ipv6]]),
          kind: draws.pick([.clusterIP, .clusterIP, .headless, .externalName]))
      }
      let expected = ExportMerge(exports)
      conflicts += expected.conflicts.isEmpty ? 0 : 1
      forEveryOrder(of: 4) { order in
        XCTAssertEqual(ExportMerge(order.map { exports[$0] }), expected)
      }
    }
    XCTAssertGreaterThan(conflicts, 50)
  }
}
