/// Faults to plant in the harness itself; none by default.
///
/// Numbers as in `CoreMutations`. Nothing that reads a scenario or a trial can set them.
public struct HarnessMutations: OptionSet, Hashable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  private init(bit: UInt64) { rawValue = 1 << bit }

  /// The generator never cuts the network (G1).
  public static let generatorNeverCuts = HarnessMutations(bit: 0)
  /// No message is ever lost (G2).
  public static let noMessageLoss = HarnessMutations(bit: 1)
  /// The checks find nothing (G3).
  public static let checksAlwaysPass = HarnessMutations(bit: 2)
  /// Clocks do not drift (G5).
  public static let clocksNeverDrift = HarnessMutations(bit: 3)
}
