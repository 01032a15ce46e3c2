import KeyValue
import RaftCore
import RaftHost
import Results
import ScenarioFormat
import SimKernel

extension World {
  /// Measures how long a change took from the client that wrote it to a client that watches.
  mutating func measure(_ event: KeyEvent, _ c: Int, sent: SimTime) {
    let l = watchers[c].load
    let g = loads[l].group
    guard let position = position(c), let m = watchers[c].member,
      let origin = groups[g].changes?.origin(of: event.revision), origin.load >= 0,
      origin.intended >= measuredFrom
    else { return }
    let now = now
    let writer = loads[Int(origin.load)].plan.region
    let applied =
      groups[g].changes?.applied(event.revision, by: position) ?? origin.commit.committed
    let parts = LatencySplit.parts(
      of: origin, applied: applied, sent: sent, at: groups[g].memberID(of: m).rawValue,
      finished: now)
    recorder.watches.delivered(
      l, writer: writer, intended: origin.intended, delay: now - origin.intended,
      sinceCommit: now - min(origin.commit.committed, now), windows: recorder.windows)
    let o = 4
    recorder.parts[l][o].record(parts, latency: (now - origin.intended).nanoseconds)
    recorder.deciders[l][o][origin.commit.decider, default: 0] += 1
    recorder.leaders[l][o][origin.commit.leader, default: 0] += 1
    let route = WatchRoute(
      load: Int32(l), writer: origin.load, server: origin.server,
      leader: Int32(groups[g].member(of: origin.commit.leader)), member: Int32(m))
    recorder.watches.routes[route, default: 0] += 1
  }
}

/// Between whom an event went: loads, and members by their dense numbers.
struct WatchRoute: Hashable, Comparable, Sendable {
  var load: Int32
  var writer: Int32
  var server: Int32
  var leader: Int32
  var member: Int32

  static func < (a: WatchRoute, b: WatchRoute) -> Bool {
    (a.load, a.writer, a.server, a.leader, a.member)
      < (b.load, b.writer, b.server, b.leader, b.member)
  }
}

extension LatencySplit {
  /// The way of a change to a watcher whose member applied it at `applied`.
  static func parts(
    of origin: ChangeLog.Origin, applied: SimTime, sent: SimTime, at server: UInt64,
    finished: SimTime
  ) -> [Int64] {
    var meter = Meter(at: origin.intended, end: finished)
    meter.advance(to: origin.way.sent, .clientWait)
    meter.advance(to: origin.way.arrived, .clientLink)
    meter.advance(to: origin.way.processed, .serving)
    splitReplication(origin.way, origin.commit, &meter)
    meter.advance(
      to: applied, origin.commit.leader.rawValue == server ? .apply : .commitNotice)
    meter.advance(to: sent, .fanOut)
    meter.advance(to: finished, .eventLink)
    return meter.parts
  }
}
