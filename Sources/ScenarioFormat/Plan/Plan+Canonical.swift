import SimKernel

extension Plan {
  /// What the clients ask for, as text: two plans with equal texts can be compared. Whom they ask,
  /// and what the world is like, is left out.
  public var loadSignature: String {
    let demands = loads.map {
      "load from \(regions[$0.region].name): \($0.demandText(names: self))"
    }
    let times = [
      "duration \(durationText(duration.nanoseconds))",
      "warmup \(durationText(warmup.nanoseconds))",
    ]
    return (times + demands.sorted()).joined(separator: "\n") + "\n"
  }

  /// Everything that decides the course of a run except its seed, as text: equal texts give equal
  /// runs. Titles, expectations and the words of sources are left out.
  public var digestText: String {
    var lines = [
      "fedsim.plan/1", "duration \(duration.nanoseconds)", "warmup \(warmup.nanoseconds)",
    ]
    for region in regions {
      lines.append(
        "region \(region.name) \(region.interZone.nanoseconds) \(region.intraZone.nanoseconds)")
    }
    for (number, link) in links.enumerated() where number / regions.count != number % regions.count
    {
      lines.append("link \(number / regions.count) \(number % regions.count) \(link.canonicalText)")
    }
    for group in groups { lines += group.canonicalLines }
    for load in loads {
      let target = if case .group(let number) = load.target { "\(number)" } else { "nearest" }
      lines.append(
        "load \(load.name) from \(load.region) to \(target)\(load.member.map { ".\($0)" } ?? "") "
          + load.demandText(names: self))
    }
    if let federation { lines += federation.canonicalLines }
    lines += faults.map(\.canonicalText)
    lines += steps.map(\.canonicalText)
    return lines.joined(separator: "\n") + "\n"
  }

  /// Digest of `digestText`: 32 hexadecimal digits.
  public var digest: String {
    var digest = RunDigest()
    digest.combine(bytes: Array(digestText.utf8))
    return digest.description
  }
}

extension LoadPlan {
  /// All but the name, the region and the target.
  fileprivate func demandText(names plan: Plan) -> String {
    let arrival =
      switch arrivals {
      case .poisson(let gap): "poisson every \(durationText(gap.nanoseconds))"
      case .fixed(let gap): "fixed every \(durationText(gap.nanoseconds))"
      case .closed(let clients, let think):
        "\(clients) clients thinking \(durationText(think.nanoseconds))"
      }
    let shares = mix.map { "\($0.operation.rawValue) \($0.weight)" }.joined(separator: " ")
    let limit = timeout.map { ", timeout \(durationText($0.nanoseconds))" } ?? ""
    let name =
      service.flatMap { plan.federation?.services[$0].name }.map { ", service \($0)" } ?? ""
    return "\(arrival), \(shares), \(keyCount) \(keyChoice.rawValue) keys of \(ownership.rawValue) "
      + "\(resource.rawValue), \(valueSize) bytes" + limit + name + shape.canonicalText
  }
}

extension LoadShape {
  /// Nothing for the usual shape.
  fileprivate var canonicalText: String {
    if self == LoadShape() { return "" }
    return ", puts \(puts), span \(span.map { "\($0)" } ?? "all") limit \(limit), "
      + "ttl \(ttl.nanoseconds) keys \(leaseKeys), watch \(processing.nanoseconds) "
      + "\(progressEvery?.nanoseconds ?? 0) \(requiresLeader) \(wantsPrevious)"
  }
}

extension DistributionPlan {
  fileprivate var canonicalText: String {
    points.map { "\($0.partsPerMillion):\($0.value)" }.joined(separator: ",")
  }
}

extension LinkPlan {
  fileprivate var canonicalText: String {
    let limit = bytesPerSecond.map { "\($0)" } ?? "-"
    return "\(oneWay.nanoseconds) jitter \(jitter.canonicalText) loss \(lossPartsPerMillion) "
      + "\(isReliable ? "tcp" : "datagram") \(limit)"
  }
}

extension GroupPlan {
  fileprivate var canonicalLines: [String] {
    let leader = preferredLeaderRegion.map { "\($0)" } ?? "-"
    let limit = quota == 2 << 30 ? "" : " quota \(quota)"
    let compaction = compactEvery.map { "\($0.nanoseconds)" } ?? "-"
    let head =
      "group \(name) leader \(leader) tick \(heartbeat.nanoseconds) \(electionTicks) "
      + "preVote \(preVote) checkQuorum \(checkQuorum) snapshot \(snapshotEvery) \(snapshotKeep) "
      + "compact \(compaction) machine \(machine.canonicalText) "
      + "timeout \(requestTimeout.nanoseconds)" + (readRetryReusesContext ? " sameRead" : "")
      + limit
    return [head]
      + members.map { member in
        "member \(member.name) \(member.region) \(member.zone) "
          + (member.joinsLater ? "later " : member.isLearner ? "learner " : "voter ")
          + member.disk.canonicalText
      }
  }
}

extension FederationPlan {
  fileprivate var canonicalLines: [String] {
    let head =
      "federation \(strategy.rawValue) batch \(batchLimit) "
      + "backoff \(backoff.lowerBound.nanoseconds) \(backoff.upperBound.nanoseconds) "
      + "dead \(streamDeadAfter.nanoseconds) bookmark \(bookmarkEvery.nanoseconds) "
      + endpointChoice.rawValue
    return [head]
      + services.map { service in
        let backends = service.backends.map { "\($0.group):\($0.endpoints)" }
        return "service \(service.namespace)/\(service.name) \(backends.joined(separator: ","))"
      }
  }
}

extension FaultPlan {
  fileprivate var canonicalText: String {
    let length = duration.map { "\($0.nanoseconds)" } ?? "-"
    return "fault \(start.canonicalText) for \(length) \(kind.canonicalText)"
  }
}

extension FaultPlan.MemberTarget {
  var canonicalText: String {
    switch self {
    case .member(let group, let member): "m\(group).\(member)"
    case .leader(let group): "l\(group)"
    case .region(let region): "r\(region)"
    }
  }
}

extension FaultPlan.Start {
  var canonicalText: String {
    func watched(_ group: Int?) -> String { group.map { "\($0)" } ?? "any" }
    return switch self {
    case .at(let time): "at \(time.nanoseconds)"
    case .leaderElected(let count, let group): "leader \(count) \(watched(group))"
    case .commitReached(let index, let group): "commit \(index) \(watched(group))"
    case .afterFault(let fault, let delay): "after \(fault) \(delay.nanoseconds)"
    }
  }
}

extension FaultPlan.Kind {
  fileprivate var canonicalText: String {
    func side(_ ends: [FaultPlan.Endpoint]) -> String {
      ends.map { end in
        switch end {
        case .region(let region): "r\(region)"
        case .member(let group, let member): "m\(group).\(member)"
        }
      }.joined(separator: ",")
    }
    return switch self {
    case .crash(let target): "crash \(target.canonicalText)"
    case .pause(let target): "pause \(target.canonicalText)"
    case .slowDisk(let target, let extra): "slowDisk \(target.canonicalText) \(extra.nanoseconds)"
    case .regionLoss(let region): "regionLoss \(region)"
    case .partition(let from, let to, let both): "partition \(side(from)) \(side(to)) \(both)"
    case .linkDelay(let from, let to, let oneWay, let both):
      "linkDelay \(from) \(to) \(oneWay.nanoseconds) \(both)"
    case .linkLoss(let from, let to, let loss, let both): "linkLoss \(from) \(to) \(loss) \(both)"
    case .transferLeader(let group, let member): "transferLeader \(group) \(member)"
    case .endpoints(let service, let group, let ready): "endpoints \(service) \(group) \(ready)"
    }
  }
}
