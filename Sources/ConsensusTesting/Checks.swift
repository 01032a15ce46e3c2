/// What is asked of a subject. By default all of it. What a subject does not show or note cannot
/// be checked, and is left out without a word.
public struct Checks: OptionSet, Hashable, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// One leader a term, one vote a term, won by voters (R1, R2, R9, C3).
  public static let elections = Checks(rawValue: 1)
  /// Logs, commits and applied entries agree (R3 to R8, R10).
  public static let logs = Checks(rawValue: 16)
  /// What was promised is durable and survives (S1 to S3).
  public static let durability = Checks(rawValue: 32)
  /// Changes of members (C1, C2).
  public static let membership = Checks(rawValue: 64)
  /// Reads and leases (Q1, Q2).
  public static let reads = Checks(rawValue: 128)
  /// Windows of messages are kept (P1).
  public static let traffic = Checks(rawValue: 256)
  /// All of the above: with a probe at most one leader in a term, and terms and commits that never
  /// go back within one life of a node; with notes all invariants R, S, C, Q and P.
  public static let raftSafety: Checks = [
    .elections, .logs, .durability, .membership, .reads, .traffic,
  ]
  /// With notes: each request takes effect once, everywhere (X1, X2).
  public static let exactlyOnce = Checks(rawValue: 512)
  /// What clients of get, put and compare-and-swap saw has a legal order on each key.
  public static let linearizable = Checks(rawValue: 2)
  /// Once healed, every client gets an answer within the time allowed, a leader is found and
  /// stays, and logs and states become equal (L2 to L5).
  public static let recovers = Checks(rawValue: 4)
  /// The same trial goes the same way twice; tried on a sample of runs.
  public static let deterministic = Checks(rawValue: 8)

  /// With notes of a key-value store: its answers, content, leases and watches are those of a naive
  /// reference (M1, M2, L1, W1 to W9).
  public static let store = Checks(rawValue: 1024)

  public static let all: Checks = [
    .raftSafety, .exactlyOnce, .linearizable, .recovers, .deterministic, .store,
  ]

  /// The invariants that are watched while a run goes on.
  public var invariants: [Invariant] {
    let groups: [(Checks, [Invariant])] = [
      (.elections, [.r1, .r2, .r9, .c3]),
      (.logs, [.r3, .r4, .r5, .r6, .r7, .r8, .r10]),
      (.durability, [.s1, .s2, .s3]),
      (.membership, [.c1, .c2]),
      (.reads, [.q1, .q2]),
      (.traffic, [.p1]),
      (.exactlyOnce, [.x1, .x2]),
      (.recovers, [.l2]),
    ]
    return groups.filter { contains($0.0) }.flatMap(\.1)
  }
}
