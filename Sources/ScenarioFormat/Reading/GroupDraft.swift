import SimKernel

/// A group of the plan, and where in the file its parts stand.
struct GroupDraft {
  var plan: GroupPlan
  /// The disk of members by region, for those that join later.
  var disks: [DistributionPlan] = []
  /// Its name, or the shorthand that it comes from.
  var span: SourceSpan
  /// The members, for warnings about their number.
  var membersSpan: SourceSpan
  /// The values as written, or where the group begins.
  var electionSpan: SourceSpan
  var heartbeatSpan: SourceSpan
  var writesHeartbeat: Bool
  /// Whether election timeout or heartbeat were reported already.
  var hasDoubtfulTiming = false

  var voters: [MemberPlan] { plan.members.filter { !$0.isLearner && !$0.joinsLater } }
  var quorum: Int { voters.count / 2 + 1 }
  var electionTimeout: Int64 { plan.heartbeat.nanoseconds * Int64(plan.electionTicks) }
}

/// Members before they are named: a region, and a zone if the file says so.
struct Seat {
  var region: Int
  var zone: Int?
  var isLearner = false
}
