import ConsensusTesting

/// A worked example of what not to do: the first node is the primary, writes to its own disk,
/// answers, and tells its backups later. A backup that hears nothing for a while takes over.
struct PrimaryBackup: SimulatedNode {
  struct Options: Sendable {}

  enum Payload: SimPayload {
    /// The primary of a view lives.
    case heartbeat(view: UInt64)
    case copy(view: UInt64, key: Int, value: Int64)

    var kindName: String {
      if case .copy = self { "copy" } else { "heartbeat" }
    }

    func combine(into digest: inout RunDigest) {
      switch self {
      case .heartbeat(let view): digest.combine(view)
      case .copy(let view, let key, let value):
        digest.combine(view)
        digest.combine(Int64(key))
        digest.combine(value)
      }
    }
  }

  private static let beat: TimerKey = 1
  private static let patience: TimerKey = 2

  private let id: NodeID
  private let count: UInt64
  /// The primary of view v is node v mod n.
  private var view: UInt64 = 0
  private var values: [Int: Int64] = [:]
  private var waiting: [(ticket: DiskTicket, request: ClientRequest)] = []

  private var primary: NodeID { NodeID(Int(view % count)) }

  /// A view is what a term is to Raft: two primaries of one view would be a bug of its own.
  var probe: ConsensusProbe? {
    ConsensusProbe(term: view, role: primary == id ? .leader : .follower)
  }

  init(
    id: NodeID, peers: [NodeID], options: Options, image: DurableImage, io: inout NodeIO<Payload>
  ) {
    self.id = id
    count = UInt64(peers.count + 1)
    let bytes = image["data"] ?? []
    for record in RecordLog.records(in: bytes) {
      view = record[0]
      values[Int(record[1])] = Int64(bitPattern: record[2])
    }
    io.truncate("data", to: RecordLog.validLength(of: bytes))
    io.setTimer(Self.beat, after: .milliseconds(50))
    io.setTimer(Self.patience, after: .milliseconds(300))
  }

  mutating func step(_ event: NodeEvent<Payload>, io: inout NodeIO<Payload>) {
    switch event {
    case .client(let request): serve(request, &io)
    case .timer(Self.beat):
      if primary == id { tell(.heartbeat(view: view), &io) }
      io.setTimer(Self.beat, after: .milliseconds(50))
    case .timer: takeOver(&io)
    case .disk(let ticket, .synced):
      for write in waiting where write.ticket == ticket { io.reply(.done, to: write.request.id) }
      waiting.removeAll { $0.ticket == ticket }
    case .disk: io.halt("the disk failed")
    case .message(.heartbeat(let view), _): follow(view, &io)
    case .message(.copy(let view, let key, let value), _):
      guard follow(view, &io) else { return }
      store(key, value, &io)
    }
  }

  private mutating func serve(_ request: ClientRequest, _ io: inout NodeIO<Payload>) {
    guard primary == id else { return io.reply(.notLeader(hint: primary), to: request.id) }
    switch request.command {
    case .get(let key): io.reply(.value(values[key]), to: request.id)
    case .put(let key, let value):
      store(key, value, &io)
      // The mistake: it answers as soon as its own disk has the value.
      waiting.append((io.sync("data"), request))
      tell(.copy(view: view, key: key, value: value), &io)
    default: io.reply(.unsupported, to: request.id)
    }
  }

  private mutating func store(_ key: Int, _ value: Int64, _ io: inout NodeIO<Payload>) {
    values[key] = value
    io.append(RecordLog.record([view, UInt64(key), UInt64(bitPattern: value)]), to: "data")
  }

  @discardableResult private mutating func follow(
    _ view: UInt64, _ io: inout NodeIO<Payload>
  ) -> Bool {
    guard view >= self.view else { return false }
    self.view = view
    io.setTimer(Self.patience, after: .milliseconds(300))
    return true
  }

  /// Nobody has been heard of for a while: the next in line is primary.
  private mutating func takeOver(_ io: inout NodeIO<Payload>) {
    if primary != id { view += 1 }
    if primary == id { tell(.heartbeat(view: view), &io) }
    io.setTimer(Self.patience, after: .milliseconds(300))
  }

  private func tell(_ payload: Payload, _ io: inout NodeIO<Payload>) {
    for member in io.members where member != id { io.send(payload, to: member) }
  }
}
