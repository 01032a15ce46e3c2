import RaftCore
import RaftHost
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

extension World {
  /// A snapshot leaves on a connection of its own (etcd rafthttp/snapshot_sender.go). It takes the
  /// time of its bytes over the link, behind other snapshots but beside the message stream.
  mutating func sendSnapshot(_ m: Int, _ i: Int, to position: Int, bytes: Int) {
    let target = groups[runtimes[m].group].firstMember + position
    let message = output.messages[i].message
    guard
      case .arrives(let arrival) = network.sendBulk(
        on: runtimes[m].toPeer[position], bytes: bytes, at: now)
    else {
      if follower != nil { follow(target, .lost(message)) }
      return reportSnapshot(m, members[m].incarnation, position, false, after: connectTimeout(m))
    }
    let slot = packets.insert(
      Packet(
        message: message, target: Int32(target), sent: now, way: output.messages[i].way,
        state: output.messages[i].state,
        lives: (members[m].incarnation, members[target].incarnation)))
    agenda.schedule(.packetArrived(slot), at: arrival, .message, actor: ActorID(target))
  }

  /// How long etcd tries to connect to a peer (server/etcdserver/server.go, peerDialTimeout).
  private func connectTimeout(_ m: Int) -> SimDuration {
    let plan = groups[runtimes[m].group].plan
    return .seconds(1) + plan.heartbeat * Int64(plan.electionTicks)
  }

  private mutating func reportSnapshot(
    _ sender: Int, _ incarnation: UInt32, _ position: Int, _ succeeded: Bool,
    after delay: SimDuration
  ) {
    agenda.schedule(
      .snapshotReported(
        member: Int32(sender), incarnation: incarnation, to: Int16(position),
        succeeded: succeeded), at: now + delay, .message, actor: ActorID(sender))
  }

  /// Whether a snapshot that arrived found its receiver as it was when it left. Else its sender
  /// hears of it: at once from a host that answers, or when it gives up.
  mutating func snapshotArrives(_ packet: Packet) -> Bool {
    let target = Int(packet.target)
    let group = groups[runtimes[target].group]
    let sender = group.member(of: packet.message.from)
    let position = target - group.firstMember
    let isCut = network.isCut(runtimes[sender].toPeer[position])
    let isThere = members[target].isUp && members[target].incarnation == packet.lives.target
    let back = runtimes[target].toPeer[sender - group.firstMember]
    let delay = network.medianDelay(of: back)
    let hears = !isCut && !network.isCut(back)
    reportSnapshot(
      sender, packet.lives.sender, position, isThere && hears,
      after: hears ? delay : connectTimeout(sender))
    return isThere && !isCut
  }

  mutating func snapshotReported(
    _ m: Int, _ incarnation: UInt32, to position: Int, succeeded: Bool
  ) {
    guard members[m].isUp, members[m].incarnation == incarnation else { return }
    members[m].snapshotSent(
      to: MemberID(UInt64(position + 1)), succeeded: succeeded, at: now,
      books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  mutating func completeApply(_ m: Int, _ incarnation: UInt32) {
    guard members[m].isUp, members[m].incarnation == incarnation else { return }
    if deferIfPaused(m, .applyCompleted(member: Int32(m), incarnation: incarnation)) { return }
    members[m].applyCompleted(at: now, books: &groups[runtimes[m].group].books, output: &output)
    drain(m)
  }

  // MARK: Removed members

  /// Has members that were removed stop: those that applied it a second later, and those that only
  /// hear of it when a peer refuses them (etcd server.go, stopWithDelay; rafthttp, 410 Gone).
  mutating func scheduleStops(_ m: Int) {
    if output.isRemoved { scheduleStop(of: m, after: .seconds(1)) }
    for stranger in output.strangers {
      let target = groups[runtimes[m].group].member(of: stranger)
      let back = runtimes[m].toPeer[target - groups[runtimes[m].group].firstMember]
      if !network.isCut(back) {
        scheduleStop(of: target, after: network.medianDelay(of: back))
      }
    }
  }

  private mutating func scheduleStop(of m: Int, after delay: SimDuration) {
    guard !runtimes[m].isGone else { return }
    agenda.schedule(
      .memberStops(member: Int32(m), incarnation: members[m].incarnation), at: now + delay,
      .control, actor: ActorID(m))
  }

  mutating func stopRemoved(_ m: Int, _ incarnation: UInt32) {
    guard members[m].incarnation == incarnation else { return }
    crash(m, answers: true)
    runtimes[m].isGone = true
    for l in loads.indices { loads[l].endpoints.disable(m) }
  }
}
