import Foundation
import SimKernel
import SimNetwork
import XCTest

/// Jitter and disks against the files they were made from.
final class MeasuredDataTests: XCTestCase {
  private struct JitterFile: Decodable {
    struct Model: Decodable {
      struct Loss: Decodable {
        let healthy: Decimal
        let degraded: Decimal
      }
      let interZone: [[Decimal]]
      let interRegion: [[Decimal]]
      let lossPerPacket: Loss
    }
    let suggestedModel: Model
  }

  private struct DiskFile: Decodable {
    struct Profile: Decodable {
      struct Stall: Decodable {
        let probability: Decimal
        let ms: [Decimal]
      }
      let quantiles: [[Decimal]]
      let basis: String
      let mean: Decimal?
      let backendCommit: [String: Decimal]?
      let rareStall: Stall?
    }
    struct Incident: Decodable {
      let normalMaxMs: Decimal?
      let stallMs: Decimal
      let basis: String
    }
    struct Thresholds: Decodable {
      let walFsyncP99Ms: Decimal
      let backendCommitP99Ms: Decimal
      let applyWarnMs: Decimal
      let openshiftFioP99Ms: Decimal
    }
    let profiles: [String: Profile]
    let incidents: [String: Incident]
    let thresholds: Thresholds
  }

  private func assertSame(
    _ points: [QuantilePoint], _ written: [[Decimal]], unit: Int64, _ name: String,
    line: UInt = #line
  ) {
    XCTAssertEqual(
      points.map(\.partsPerMillion), written.map { $0[0].whole(times: 1_000_000) }, name,
      line: line)
    XCTAssertEqual(points.map(\.value), written.map { $0[1].whole(times: unit) }, name, line: line)
  }

  func testJitterIsAsInTheFile() throws {
    let model = try SharedData.latency("jitter.json", as: JitterFile.self).suggestedModel
    assertSame(JitterProfile.interZone.multipliers, model.interZone, unit: 1_000_000, "zone")
    assertSame(JitterProfile.interRegion.multipliers, model.interRegion, unit: 1_000_000, "region")
    XCTAssertEqual(
      PacketLoss.healthyPartsPerMillion, model.lossPerPacket.healthy.whole(times: 1_000_000))
    XCTAssertEqual(
      PacketLoss.degradedPartsPerMillion, model.lossPerPacket.degraded.whole(times: 1_000_000))
  }

  func testDiskProfilesAreAsInTheFile() throws {
    let file = try SharedData.latency("disk-fsync.json", as: DiskFile.self)
    XCTAssertEqual(Set(DiskProfile.all.map(\.name)), Set(file.profiles.keys))
    for profile in DiskProfile.all {
      let written = try XCTUnwrap(file.profiles[profile.name])
      assertSame(profile.fsync, written.quantiles, unit: 1_000_000, profile.name)
      XCTAssertEqual(profile.mean?.nanoseconds, written.mean?.whole(times: 1_000_000))
      let commits = (written.backendCommit ?? [:]).sorted { $0.key < $1.key }
      XCTAssertEqual(
        profile.backendCommit.map { "p\(Decimal($0.partsPerMillion) / 10_000)" }, commits.map(\.key)
      )
      XCTAssertEqual(
        profile.backendCommit.map(\.value), commits.map { $0.value.whole(times: 1_000_000) })
      XCTAssertEqual(
        profile.rareStall?.partsPerMillion,
        written.rareStall?.probability.whole(times: 1_000_000))
      XCTAssertEqual(
        profile.rareStall.map {
          [$0.duration.lowerBound.nanoseconds, $0.duration.upperBound.nanoseconds]
        },
        written.rareStall?.ms.compactMap { $0.whole(times: 1_000_000) })
    }
  }

  func testDiskIncidentsAndThresholdsAreAsInTheFile() throws {
    let file = try SharedData.latency("disk-fsync.json", as: DiskFile.self)
    XCTAssertEqual(DiskIncident.all.map(\.name), file.incidents.keys.sorted())
    for incident in DiskIncident.all {
      let written = try XCTUnwrap(file.incidents[incident.name])
      XCTAssertEqual(incident.stall.nanoseconds, written.stallMs.whole(times: 1_000_000))
      XCTAssertEqual(
        incident.usualMaximum?.nanoseconds, written.normalMaxMs?.whole(times: 1_000_000))
    }
    let thresholds = file.thresholds
    for (ours, written) in [
      (DiskThreshold.walFsyncP99, thresholds.walFsyncP99Ms),
      (DiskThreshold.backendCommitP99, thresholds.backendCommitP99Ms),
      (DiskThreshold.applyWarning, thresholds.applyWarnMs),
      (DiskThreshold.openShiftFioP99, thresholds.openshiftFioP99Ms),
    ] {
      XCTAssertEqual(ours.nanoseconds, written.whole(times: 1_000_000))
    }
  }

  /// The report, such as `etcd-io/etcd#7970`, that a basis names.
  private func reports(in basis: String) -> [String] {
    basis.split { !$0.isLetter && !$0.isNumber && !"-/#".contains($0) }
      .filter { $0.contains("#") }.map(String.init)
  }

  func testEveryBasisNamesTheReportThatTheFileNames() throws {
    let file = try SharedData.latency("disk-fsync.json", as: DiskFile.self)
    XCTAssertEqual(reports(in: "as (etcd-io/etcd#7970), and"), ["etcd-io/etcd#7970"])
    for profile in DiskProfile.all {
      let written = try XCTUnwrap(file.profiles[profile.name])
      XCTAssertEqual(reports(in: profile.basis), reports(in: written.basis), profile.name)
      XCTAssertEqual(profile.basis.contains("assum"), written.basis.contains("assum"))
    }
    for incident in DiskIncident.all {
      let written = try XCTUnwrap(file.incidents[incident.name])
      XCTAssertEqual(reports(in: incident.basis), reports(in: written.basis), incident.name)
    }
  }

  func testEveryTableIsADistributionTheKernelCanSample() {
    let tables =
      JitterProfile.all.map { ($0.name, $0.multipliers) }
      + DiskProfile.all.map { ($0.name, $0.fsync) }
    for (name, points) in tables {
      let pairs = points.map { (partsPerMillion: $0.partsPerMillion, value: $0.value) }
      XCTAssertNotNil(QuantileTable(points: pairs), name)
      XCTAssertGreaterThan(points[0].value, 0, name)
    }
    for jitter in JitterProfile.all {
      XCTAssertTrue(jitter.multipliers.contains { $0 == (500_000, 1_000_000) }, jitter.name)
    }
  }

  func testProfilesAreFoundByName() {
    for disk in DiskProfile.all { XCTAssertEqual(DiskProfile.named(disk.name), disk) }
    for jitter in JitterProfile.all { XCTAssertEqual(JitterProfile.named(jitter.name), jitter) }
    for incident in DiskIncident.all { XCTAssertEqual(DiskIncident.named(incident.name), incident) }
    XCTAssertNil(DiskProfile.named("floppy"))
    XCTAssertNil(JitterProfile.named("floppy"))
    XCTAssertNil(DiskIncident.named("floppy"))
  }
}

private func == (point: QuantilePoint, pair: (Int64, Int64)) -> Bool {
  (point.partsPerMillion, point.value) == pair
}
