import HostileWorld

/// The promises that are checked, by the names that reports use (simulation-testing.md section 8).
public enum Invariant: String, CaseIterable, Hashable, Sendable {
  case r1 = "R1"
  case r2 = "R2"
  case r3 = "R3"
  case r4 = "R4"
  case r5 = "R5"
  case r6 = "R6"
  case r7 = "R7"
  case r8 = "R8"
  case r9 = "R9"
  case r10 = "R10"
  case s1 = "S1"
  case s2 = "S2"
  case s3 = "S3"
  case c1 = "C1"
  case c2 = "C2"
  case c3 = "C3"
  case q1 = "Q1"
  case q2 = "Q2"
  case x1 = "X1"
  case x2 = "X2"
  case p1 = "P1"
  case w1 = "W1"
  case w2 = "W2"
  case w3 = "W3"
  case w4 = "W4"
  case w5 = "W5"
  case w6 = "W6"
  case w7 = "W7"
  case w8 = "W8"
  case w9 = "W9"
  case m1 = "M1"
  case m2 = "M2"
  case l1 = "L1"
  case l2 = "L2"
  case l3 = "L3"
  case l4 = "L4"
  case l5 = "L5"
}

/// One row a promise: what `explain` prints.
public enum InvariantTable {
  /// A promise, what kind of promise it is, and its text.
  public struct Row: Sendable {
    public var invariant: Invariant
    public var kind: FindingClass
    public var text: String
  }

  /// All rows, in the order of the names.
  public static var rows: [Row] {
    Invariant.allCases.map { Row(invariant: $0, kind: $0.kind, text: $0.text) }
  }

  /// The row of the invariant called `name`; nil if there is none.
  public static func row(_ name: String) -> Row? { rows.first { $0.invariant.rawValue == name } }
}

extension Invariant {
  /// What kind of promise it is.
  public var kind: FindingClass {
    switch self {
    case .w1, .w2, .w3, .w4, .w5, .w6, .w7, .w8, .w9, .m1, .m2, .l1: .client
    case .p1, .l2, .l3, .l4, .l5: .liveness
    default: .safety
    }
  }

  /// The promise in one line.
  public var text: String {
    switch self {
    case .r1: "election safety: at most one leader in a term"
    case .r2: "a node gives one vote in a term, across restarts"
    case .r3: "a leader never drops or overwrites entries in its term"
    case .r4: "log matching: equal index and term mean equal logs up to there"
    case .r5: "leader completeness: a new leader holds all that earlier terms committed"
    case .r6: "state machine safety: no two nodes commit or apply different things at one index"
    case .r7: "commits never go back, and claim only what a quorum holds durably"
    case .r8: "a leader counts replicas only for entries of its own term"
    case .r9: "terms never go back in one life of a node"
    case .r10: "no node drops an entry that is committed"
    case .s1: "what was durable and acknowledged is there after a crash"
    case .s2: "votes and acknowledgements leave only when what they promise is durable"
    case .s3: "a snapshot is the state at its index, and installing one loses nothing committed"
    case .c1: "one change of members at a time, and quorums of consecutive ones intersect"
    case .c2: "nobody campaigns with a committed change of members that it has not applied"
    case .c3: "elections are won by a quorum of voters, learners and strangers aside"
    case .q1: "a read is served from a state as new as any commit known when it was called"
    case .q2: "no two nodes hold the lease at one instant"
    case .x1: "a request takes effect at most once"
    case .x2: "a request takes effect on all nodes or on none: sessions end by replicated time"
    case .p1: "a leader sends no more than its windows allow, and no snapshot to the silent"
    case .w1: "a watcher sees revisions in order"
    case .w2: "a watcher sees no event twice"
    case .w3: "the events of one revision arrive together"
    case .w4: "a watcher misses no event"
    case .w5: "a watch resumes from any revision that is not compacted, and from no other"
    case .w6: "a progress notice comes when all up to its revision was delivered"
    case .w7: "a watcher sees the keys and kinds of events it asked for, and no others"
    case .w8: "events carry the right previous value and creation"
    case .w9: "no event or notice comes from a revision that does not exist yet"
    case .m1: "commands answer as the reference store does, revisions included"
    case .m2: "all replicas of the store hold what the reference store holds"
    case .l1: "keys go with their lease, once, and never before its time"
    case .l2: "clients of the healed core get answers"
    case .l3: "the healed core has a leader within the deadline"
    case .l4: "the healed core's logs and states become equal"
    case .l5: "leaders of a healed core stay"
    }
  }
}
