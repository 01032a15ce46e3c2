import Results
import ScenarioFormat
import SimKernel

/// A plan as text: every default filled in, every delay looked up, with names for numbers.
struct ResolvedPlan {
  let plan: Plan

  var text: String { document.rendered() + "\n" }

  private var document: JSONTree {
    [
      "name": .text(plan.name),
      "title": .text(plan.title),
      "question": .text(plan.question),
      "duration": time(plan.duration),
      "warmup": time(plan.warmup),
      "seed": .count(plan.seed),
      "regions": .list(plan.regions.map(region)),
      "links": .list(links),
      "groups": .list(plan.groups.map(group)),
      "load": .list(plan.loads.map(load)),
      "federation": plan.federation.map(federation) ?? .null,
      "faults": .list(plan.faults.map(fault)),
      "steps": .list(plan.steps.map(step)),
      "expect": .list(plan.rules.map(rule)),
    ]
  }

  func time(_ duration: SimDuration) -> JSONTree {
    .text(DurationText.exact(duration.nanoseconds))
  }

  func time(_ duration: SimDuration?, orElse word: String) -> JSONTree {
    duration.map(time) ?? .text(word)
  }

  func regionName(_ number: Int) -> String { plan.regions[number].name }

  func memberName(_ group: Int, _ member: Int) -> String {
    "\(plan.groups[group].name)/\(plan.groups[group].members[member].name)"
  }

  private func region(_ region: RegionPlan) -> JSONTree {
    [
      "name": .text(region.name), "interZone": time(region.interZone),
      "intraZone": time(region.intraZone),
    ]
  }

  /// Each pair once when both directions are alike.
  private var links: [JSONTree] {
    let count = plan.regions.count
    var found: [JSONTree] = []
    for from in 0..<count {
      for to in 0..<count where from != to {
        let (there, back) = (plan.links[from * count + to], plan.links[to * count + from])
        if there == back {
          if from < to { found.append(link(there, "between", from, to)) }
        } else {
          found.append(link(there, "from", from, to))
        }
      }
    }
    return found
  }

  private func link(_ link: LinkPlan, _ key: String, _ from: Int, _ to: Int) -> JSONTree {
    let ends: [(key: String, value: JSONTree)] =
      key == "between"
      ? [(key, .list([.text(regionName(from)), .text(regionName(to))]))]
      : [(key, .text(regionName(from))), ("to", .text(regionName(to)))]
    return .object(
      ends + [
        ("oneWay", time(link.oneWay)),
        ("jitter", .text(link.jitter.name)),
        ("lossPpm", .count(link.lossPartsPerMillion)),
        ("reliable", .bool(link.isReliable)),
        ("bytesPerSecond", link.bytesPerSecond.map(JSONTree.number) ?? .null),
        ("estimated", .bool(link.isEstimated)),
        ("source", .text(link.source)),
      ])
  }

  private func group(_ group: GroupPlan) -> JSONTree {
    [
      "name": .text(group.name),
      "preset": .text(group.preset),
      "leader": group.preferredLeaderRegion.map { .text(regionName($0)) } ?? .null,
      "heartbeat": time(group.heartbeat),
      "electionTimeout": time(group.heartbeat * Int64(group.electionTicks)),
      "preVote": .bool(group.preVote),
      "checkQuorum": .bool(group.checkQuorum),
      "snapshotEvery": .count(group.snapshotEvery),
      "snapshotKeep": .count(group.snapshotKeep),
      "compactEvery": time(group.compactEvery, orElse: "never"),
      "processing": [
        "request": time(group.machine.request), "message": time(group.machine.message),
        "clientHop": time(group.machine.clientHop), "peerHop": time(group.machine.peerHop),
        "walWrite": time(group.machine.walWrite), "wakeUp": time(group.machine.wakeUp),
        "idleAfter": time(group.machine.idleAfter),
        "backendCommit": time(group.machine.backendCommit),
        "apply": time(group.machine.apply),
      ],
      "requestTimeout": time(group.requestTimeout),
      "members": .list(
        group.members.map { member in
          [
            "name": .text(member.name), "region": .text(regionName(member.region)),
            "zone": .count(member.zone), "learner": .bool(member.isLearner),
            "joinsLater": .bool(member.joinsLater),
            "disk": .text(member.disk.name),
          ]
        }),
    ]
  }

  private func load(_ load: LoadPlan) -> JSONTree {
    [
      "name": .text(load.name),
      "from": .text(regionName(load.region)),
      "to": target(load.target),
      "arrivals": arrivals(load.arrivals),
      "mix": .object(load.mix.map { ($0.operation.rawValue, .count($0.weight)) }),
      "objects": .text(load.ownership.rawValue),
      "keys": ["count": .count(load.keyCount), "choice": .text(load.keyChoice.rawValue)],
      "resource": .text(load.resource.rawValue),
      "valueSize": .count(load.valueSize),
      "timeout": time(load.timeout, orElse: "the member's request timeout and 2s"),
      "service": load.service.flatMap { plan.federation?.services[$0].name }.map(JSONTree.text)
        ?? .null,
    ]
  }

  private func target(_ target: LoadPlan.Target) -> JSONTree {
    switch target {
    case .group(let number): .text(plan.groups[number].name)
    case .nearest: "nearest"
    }
  }

  private func arrivals(_ arrivals: LoadPlan.Arrivals) -> JSONTree {
    switch arrivals {
    case .poisson(let gap): ["poisson": ["meanGap": time(gap)]]
    case .fixed(let gap): ["fixed": ["gap": time(gap)]]
    case .closed(let clients, let think): ["clients": .count(clients), "think": time(think)]
    }
  }

  private func federation(_ federation: FederationPlan) -> JSONTree {
    [
      "strategy": .text(federation.strategy.rawValue),
      "batchLimit": .count(federation.batchLimit),
      "backoff": .list([
        time(federation.backoff.lowerBound), time(federation.backoff.upperBound),
      ]),
      "streamDeadAfter": time(federation.streamDeadAfter),
      "bookmarkEvery": time(federation.bookmarkEvery),
      "endpointChoice": .text(federation.endpointChoice.rawValue),
      "services": .list(
        federation.services.map { service in
          [
            "name": .text(service.name), "namespace": .text(service.namespace),
            "backends": .object(
              service.backends.map { (plan.groups[$0.group].name, .count($0.endpoints)) }),
          ]
        }),
    ]
  }
}
