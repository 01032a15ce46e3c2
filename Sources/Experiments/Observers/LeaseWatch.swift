import KeyValue
import SimKernel

/// No lease expires before its time to live has passed since it was granted or renewed (L1). It
/// watches only.
struct LeaseWatch: Sendable {
  private struct Life: Sendable {
    var ttl: SimDuration
    var renewed: SimTime
  }
  /// Looked up only.
  private var lives: [KeyLeaseID: Life] = [:]

  /// A lessor gave `lease` so many seconds.
  mutating func renewed(_ lease: KeyLeaseID, ttl: Int64, at now: SimTime) {
    lives[lease] = Life(ttl: .seconds(ttl), renewed: now)
  }

  mutating func ended(_ lease: KeyLeaseID) { lives[lease] = nil }

  /// A lessor found `lease` expired; the text says what is broken.
  func expired(_ lease: KeyLeaseID, at now: SimTime) -> String? {
    guard let life = lives[lease], now - life.renewed < life.ttl else { return nil }
    return "lease \(lease.rawValue) expired \((now - life.renewed).nanoseconds) ns after it was "
      + "given \(life.ttl.nanoseconds) ns"
  }
}
