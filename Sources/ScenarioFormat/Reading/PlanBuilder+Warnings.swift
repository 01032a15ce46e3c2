import SimKernel

extension PlanBuilder {
  /// Advice on what is allowed and probably not meant.
  mutating func warn() {
    for number in groups.indices {
      warnOfEvenVoters(groups[number])
      warnOfTiming(number)
    }
    for fault in faults {
      guard case .at(let start) = fault.plan.start, start.nanoseconds >= duration else { continue }
      findings.addOnce(
        .outsideDuration, "the fault begins after the end of the run", at: fault.startSpan,
        label: "the run ends at \(durationText(duration))")
    }
    warnOfLostQuorums()
    warnOfOverload()
  }

  private mutating func warnOfEvenVoters(_ group: GroupDraft) {
    let count = group.voters.count
    guard count > 0 && count % 2 == 0 else { return }
    let survived = count - group.quorum
    findings.addOnce(
      .evenVoters, "an even number of voters", at: group.membersSpan,
      label: "\(count) voters survive \(counted(survived, "failure")), as \(count - 1) would")
  }

  // MARK: - Times

  /// The slowest round trip between two voters of a group; 0 for one voter.
  private func slowestRoundTrip(_ group: GroupDraft) -> Int64 {
    var slowest: Int64 = 0
    let voters = group.voters
    for (position, one) in voters.enumerated() {
      for other in voters[(position + 1)...] {
        slowest = max(slowest, roundTrip(one, other))
      }
    }
    return slowest
  }

  private func roundTrip(_ one: MemberPlan, _ other: MemberPlan) -> Int64 {
    if one.region != other.region { return roundTrip(one.region, other.region) }
    let region = regions[one.region]
    return (one.zone == other.zone ? region.intraZone : region.interZone).nanoseconds
  }

  private func roundTrip(_ one: Int, _ other: Int) -> Int64 {
    guard one != other else { return regions[one].intraZone.nanoseconds }
    let count = regions.count
    return links[one * count + other].oneWay.nanoseconds
      + links[other * count + one].oneWay.nanoseconds
  }

  /// One piece of advice a group: the first mends most of the others.
  private mutating func warnOfTiming(_ number: Int) {
    let group = groups[number]
    guard !group.hasDoubtfulTiming else { return }
    let roundTrip = slowestRoundTrip(group)
    let heartbeat = group.plan.heartbeat.nanoseconds
    let label = "slowest voter RTT is \(milliseconds(roundTrip)) ms"
    if group.electionTimeout < 10 * roundTrip {
      findings.addOnce(
        .shortElectionTimeout,
        "electionTimeout is shorter than 10 times the slowest round trip",
        at: group.electionSpan, label: label,
        note: "etcd advises at least 10 x RTT, which is \(milliseconds(10 * roundTrip))ms here")
      return
    }
    let advice = "etcd advises 0.5 to 1.5 x RTT, which is \(milliseconds(roundTrip / 2)) to "
    let note = advice + "\(milliseconds(roundTrip * 3 / 2))ms here"
    if 2 * heartbeat < roundTrip {
      findings.addOnce(
        .heartbeatAgainstRoundTrip, "heartbeat is shorter than half the slowest round trip",
        at: group.heartbeatSpan, label: label, note: note)
    } else if group.writesHeartbeat && heartbeat > GroupPreset.all[0].heartbeat.nanoseconds
      && 2 * heartbeat > 3 * roundTrip && group.voters.count > 1
    {
      findings.addOnce(
        .heartbeatAgainstRoundTrip, "heartbeat is longer than 1.5 times the slowest round trip",
        at: group.heartbeatSpan, label: label, note: note)
    } else {
      warnOfRefusal(group)
    }
  }

  /// etcd's own limits (server/embed/config.go, Validate).
  private mutating func warnOfRefusal(_ group: GroupDraft) {
    let isShort = group.plan.electionTicks < 5
    guard isShort || group.electionTimeout > 50_000_000_000 else { return }
    findings.addOnce(
      .refusedByEtcd, "etcd would not start with this election timeout", at: group.electionSpan,
      label: isShort ? "under 5 heartbeats" : "over 50s")
  }

  /// "190.4", to the microsecond.
  private func milliseconds(_ nanoseconds: Int64) -> String {
    decimalText(nanoseconds / 1_000 * 1_000)
  }

  // MARK: - Bandwidth

  /// Holds the values that open loops write against the bandwidth of the links that they must
  /// cross: to the serving member, to a declared leader, and from there to the other members.
  private mutating func warnOfOverload() {
    let count = regions.count
    guard qualities.contains(where: { $0.bytesPerSecond != nil }) else { return }
    var needed = Array(repeating: Int64(0), count: count * count)
    for load in loads { addTraffic(of: load, to: &needed) }
    for index in needed.indices {
      guard let limit = qualities[index].bytesPerSecond, needed[index] > limit,
        let span = qualities[index].bandwidthSpan
      else { continue }
      let (from, to) = (regions[index / count].name, regions[index % count].name)
      findings.addOnce(
        .linkOverload, "the load needs more than the bandwidth of a link", at: span,
        label: "\(UnitTable.bandwidth.text(needed[index])) from \(from) to \(to)",
        note: "counted: values written, without headers")
    }
  }

  private func addTraffic(of load: LoadPlan, to needed: inout [Int64]) {
    let gap: Int64
    switch load.arrivals {
    case .poisson(let mean): gap = mean.nanoseconds
    case .fixed(let equal): gap = equal.nanoseconds
    case .closed: return
    }
    let weights = load.mix.reduce(0) { $0 + $1.weight }
    let writes = load.mix.filter(\.operation.writesValue).reduce(0) { $0 + $1.weight }
    guard gap > 0, weights > 0, let group = servingGroup(load) else { return }
    let bytes = Int128(load.valueSize) * 1_000_000_000 * Int128(writes)
    let rate = Int64(clamping: bytes / (Int128(gap) * Int128(weights)))
    func add(_ from: Int, _ to: Int) {
      guard from != to else { return }
      let sum = needed[from * regions.count + to].addingReportingOverflow(rate)
      needed[from * regions.count + to] = sum.overflow ? .max : sum.partialValue
    }
    let serving = group.plan.members.map(\.region).min { a, b in
      roundTrip(load.region, a) < roundTrip(load.region, b)
    }
    guard let serving else { return }
    add(load.region, serving)
    guard let leader = group.plan.preferredLeaderRegion else { return }
    add(serving, leader)
    for member in group.plan.members { add(leader, member.region) }
  }

  private func servingGroup(_ load: LoadPlan) -> GroupDraft? {
    if case .group(let number) = load.target { return groups[number] }
    return groups.min { a, b in
      distance(from: load.region, to: a) < distance(from: load.region, to: b)
    }
  }

  private func distance(from region: Int, to group: GroupDraft) -> Int64 {
    group.plan.members.map { roundTrip(region, $0.region) }.min() ?? .max
  }
}
