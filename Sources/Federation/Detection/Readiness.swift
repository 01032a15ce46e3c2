/// The two signals a federation keeps apart for each cluster (federation-model.md section 10).
public struct ClusterSignals: Hashable, Sendable {
  public var api: HealthVerdict
  public var dataPlane: HealthVerdict
  /// Peers that can reach it, of those asked.
  public var agreeingObservers: Int

  public init(api: HealthVerdict, dataPlane: HealthVerdict, agreeingObservers: Int = 0) {
    self.api = api
    self.dataPlane = dataPlane
    self.agreeingObservers = agreeingObservers
  }
}

/// How signals become Ready.
public enum ReadinessPolicy: Hashable, Sendable {
  /// Karmada, Open Cluster Management.
  case api
  /// Submariner, Linkerd.
  case dataPlane
  /// Liqo.
  case both
  case either
  /// At least this many peers reach it.
  case observers(Int)

  public func isReady(_ signals: ClusterSignals) -> Bool {
    switch self {
    case .api: signals.api == .good
    case .dataPlane: signals.dataPlane == .good
    case .both: signals.api == .good && signals.dataPlane == .good
    case .either: signals.api == .good || signals.dataPlane == .good
    case .observers(let least): signals.agreeingObservers >= least
    }
  }
}
