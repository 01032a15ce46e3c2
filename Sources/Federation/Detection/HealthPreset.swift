import SimKernel

/// How a cluster that is listened to makes itself heard.
public struct RenewalRule: Hashable, Sendable {
  public var period: SimDuration
  /// Each period is longer by a uniform draw of up to this many parts in a thousand.
  public var jitterPerMille: Int64

  public init(period: SimDuration, jitterPerMille: Int64 = 0) {
    self.period = period
    self.jitterPerMille = jitterPerMille
  }

  /// The wait until the next renewal.
  public func wait(draws: inout Draws) -> SimDuration {
    let most = period.nanoseconds / 1_000 * jitterPerMille
    guard most > 0 else { return period }
    return period + SimDuration(nanoseconds: Int64(draws.below(UInt64(most) + 1)))
  }
}

/// The detectors of the systems people run. Periods and limits are those projects' defaults; where
/// their sources leave an edge to the reader (strict or not, which check follows), the reading said
/// here is the one that gives the published or derived windows.
public enum HealthPreset: String, CaseIterable, Sendable {
  /// KubeFed v2: probe each 10 s, timeout 3 s, bad at the third failure in a row
  /// (cluster-health-check-period, -timeout, -failure-threshold). A probe without an answer fails
  /// at its timeout; the verdict follows at once.
  case kubefed
  /// Karmada push: status collected each 10 s; bad at the first failing probe not less than 30 s
  /// after the first of the row (--cluster-failure-threshold); good likewise
  /// (--cluster-success-threshold). The kept condition changes when now is not before first + 30 s.
  /// A probe without an answer fails after 3 s (assumed).
  case karmadaPush
  /// Karmada pull: lease renewed each 10 s, checked each 5 s (--cluster-monitor-period); a renewal
  /// counts from the *check* that found it, and more than 40 s of silence is bad
  /// (--cluster-monitor-grace-period; the probe time is the controller's own, and the comparison
  /// is strict). On an exact grid that is the ninth check after the one that saw the last renewal.
  case karmadaPull
  /// Open Cluster Management: lease renewed each 60 s and up to 25 % later; bad when the hub's
  /// clock is at least 300 s past the *sender's* renewal time (5 x leaseDurationSeconds), looked at
  /// when it runs out.
  case ocm
  /// Clusternet: report each 180 s; bad 3 periods after the last one arrived, looked at when that
  /// runs out (the controller's resync comes on top and is not counted; see `clusternetChecked`).
  case clusternet
  /// As `clusternet`, looked at each 30 s (assumed).
  case clusternetChecked
  /// Consul peering: a heartbeat each 15 s, the stream is closed 120 s after the last arrived.
  case consulPeering
  /// Linkerd gateway: probes each 3 s and up to 10 % later, timeout 30 s, one at a time: a tick
  /// that fell due during a probe fires when it ends. Bad at the third failure in a row.
  case linkerdGateway
  /// Submariner: gateway pinged each 1 s; bad when the fifth in a row stays unanswered for a
  /// second; the gateway's record is published each 5 s.
  case lighthouse
  /// Liqo tunnel: ping each 2 s; bad when the fifth in a row stays unanswered for 2 s; reported
  /// each 10 s.
  case liqoTunnel
  /// Node lease of a virtual kubelet (Liqo): renewed each 10 s; silence counts from arrival; bad at
  /// the first 5 s check that finds 50 s of it (--node-monitor-grace-period).
  case nodeLease
  /// Cilium without KVStoreMesh, explicit endpoints: never.
  case none

  /// The observer's half.
  public var detector: HealthDetector {
    switch self {
    case .kubefed:
      .probing(
        ProbeDetector(
          ProbeRule(period: .seconds(10), timeout: .seconds(3), threshold: .failures(3))))
    case .karmadaPush:
      .probing(
        ProbeDetector(
          ProbeRule(
            period: .seconds(10), timeout: .seconds(3), threshold: .lasting(.seconds(30)))))
    case .linkerdGateway:
      .probing(
        ProbeDetector(
          ProbeRule(
            period: .seconds(3), jitterPerMille: 100, timeout: .seconds(30),
            threshold: .failures(3))))
    case .lighthouse: Self.pings(each: .seconds(1), publishedEach: .seconds(5))
    case .liqoTunnel: Self.pings(each: .seconds(2), publishedEach: .seconds(10))
    case .karmadaPull: Self.lease(.seconds(40), .check, isStrict: true, .seconds(5))
    case .nodeLease: Self.lease(.seconds(50), .arrival, .seconds(5))
    case .ocm: Self.lease(.seconds(300), .sending, nil)
    case .clusternet: Self.lease(.seconds(540), .arrival, nil)
    case .clusternetChecked: Self.lease(.seconds(540), .arrival, .seconds(30))
    case .consulPeering: Self.lease(.seconds(120), .arrival, nil)
    case .none: .none
    }
  }

  /// The observed cluster's half, for detectors that listen.
  public var renewals: RenewalRule? {
    switch self {
    case .karmadaPull, .nodeLease: RenewalRule(period: .seconds(10))
    case .ocm: RenewalRule(period: .seconds(60), jitterPerMille: 250)
    case .clusternet, .clusternetChecked: RenewalRule(period: .seconds(180))
    case .consulPeering: RenewalRule(period: .seconds(15))
    case .kubefed, .karmadaPush, .linkerdGateway, .lighthouse, .liqoTunnel, .none: nil
    }
  }

  private static func pings(
    each period: SimDuration, publishedEach publishPeriod: SimDuration
  ) -> HealthDetector {
    .probing(
      ProbeDetector(
        ProbeRule(
          period: period, timeout: period, threshold: .failures(5), publishPeriod: publishPeriod)))
  }

  private static func lease(
    _ grace: SimDuration, _ basis: LeaseRule.Basis, isStrict: Bool = false,
    _ checkPeriod: SimDuration?
  ) -> HealthDetector {
    .listening(
      LeaseDetector(
        LeaseRule(grace: grace, basis: basis, isStrict: isStrict, checkPeriod: checkPeriod)))
  }
}
