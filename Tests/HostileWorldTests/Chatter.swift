import HostileWorld
import SimKernel

/// A node that talks: every 10 ms of its clock it sends a numbered message to each peer; it writes
/// down and syncs what clients put, and shows itself as leader of a term when a client tells it.
struct Chatter: SimulatedNode {
  struct Options: Sendable {
    var period: Int64 = 10_000_000
    var loses = false
  }

  struct Payload: SimPayload {
    var number: UInt64
    var isOdd: Bool { number % 2 == 1 }
    var kindName: String { isOdd ? "odd" : "even" }
    var wireBytes: Int { 1_000 }
    func combine(into digest: inout RunDigest) { digest.combine(number) }
  }

  let peers: [NodeID]
  let period: Int64
  var count: UInt64 = 0
  var heard: UInt64 = 0
  var probe: ConsensusProbe?
  var waiting: [(DiskTicket, ClientRequest)] = []
  var values: [Int: Int64] = [:]

  static func set(_ option: String, to value: Int64, in options: inout Options) -> Bool {
    guard option == "period" else { return false }
    options.period = value
    return true
  }

  init(
    id: NodeID, peers: [NodeID], options: Options, image: DurableImage, io: inout NodeIO<Payload>
  ) {
    self.peers = peers
    period = options.period
    probe = ConsensusProbe(term: 0, role: .follower)
    for record in RecordLog.records(in: image["log"] ?? []) {
      values[Int(record[0])] = Int64(bitPattern: record[1])
    }
    io.truncate("log", to: RecordLog.validLength(of: image["log"] ?? []))
    io.setTimer(1, after: SimDuration(nanoseconds: period))
  }

  mutating func step(_ event: NodeEvent<Payload>, io: inout NodeIO<Payload>) {
    switch event {
    case .timer:
      for peer in peers { io.send(Payload(number: count), to: peer) }
      count += 1
      io.setTimer(1, after: SimDuration(nanoseconds: period))
    case .message: heard += 1
    case .disk(let ticket, .synced):
      for (other, request) in waiting where other == ticket { io.reply(.done, to: request.id) }
      waiting.removeAll { $0.0 == ticket }
    case .disk: io.halt("disk")
    case .client(let request): serve(request, &io)
    }
  }

  private mutating func serve(_ request: ClientRequest, _ io: inout NodeIO<Payload>) {
    switch request.command {
    case .put(let key, let value):
      values[key] = value
      io.append(RecordLog.record([UInt64(key), UInt64(bitPattern: value)]), to: "log")
      waiting.append((io.sync("log"), request))
    case .get(let key): io.reply(.value(values[key]), to: request.id)
    case .custom(let term, let index):
      probe = ConsensusProbe(
        term: UInt64(term), role: .leader, commit: UInt64(index), lastIndex: UInt64(index))
      io.reply(.custom(0), to: request.id)
    default: io.reply(.unsupported, to: request.id)
    }
  }
}

/// Trials for tests: one fixed latency, no randomness but what a test asks for.
enum Plain {
  static let latency: Int64 = 1_000_000

  static func trial(
    nodes: Int = 3, faults: [Fault] = [], clients: [ClientScript] = [],
    duration: SimDuration = .seconds(2), healing: HealingPlan? = nil, seed: UInt64 = 1
  ) -> Trial {
    Trial(
      seed: seed, nodes: nodes,
      network: NetworkPlan(oneWay: [[.milliseconds(1)]], jitter: .zero, shape: .constant),
      clients: clients, faults: FaultPlan(faults), duration: duration, healing: healing)
  }

  static func run(_ trial: Trial, recording: Bool = true) throws -> RunResult {
    var world = try World(
      Chatter.self, trial, options: .init(), observer: NoObserver(), recording: recording)
    return world.run()
  }

  static func client(_ operations: [PlannedOperation], id: Int = 0) -> ClientScript {
    ClientScript(id: id, operations: operations)
  }
}

extension RunResult {
  /// The sends of `from` to `to` with the time at which each arrived, nil for never.
  func arrivals(_ from: Int, _ to: Int) -> [(sent: SimTime, arrived: SimTime?)] {
    var received: [Int: SimTime] = [:]
    for record in trace where record.kind == .receive {
      received[record.cause] = received[record.cause] ?? record.time
    }
    return trace.filter {
      $0.kind == .send && $0.node == NodeID(from) && $0.peer == NodeID(to)
    }.map { ($0.time, received[$0.number]) }
  }

  /// Times of `kind` at a node.
  func times(of kind: TraceRecord.Kind, at node: Int) -> [SimTime] {
    trace.filter { $0.kind == kind && $0.node == NodeID(node) }.map(\.time)
  }
}

extension SimTime {
  static func ms(_ count: Int64) -> SimTime { SimTime(nanoseconds: count * 1_000_000) }
}
