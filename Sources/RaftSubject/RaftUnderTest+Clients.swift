import HostileWorld
import KeyValue
import RaftCore
import RaftHost
import SimKernel

typealias ClientID = HostileWorld.RequestID
typealias EntryRequest = RaftHost.RequestID

/// Clients' calls that wait for their answer at this member.
struct PendingRequests: Sendable {
  private var waiting: [ClientRequest] = []

  mutating func add(_ request: ClientRequest) { waiting.append(request) }

  mutating func take(_ request: EntryRequest) -> ClientRequest? {
    guard let place = waiting.firstIndex(where: { $0.id.entryRequest == request }) else {
      return nil
    }
    return waiting.remove(at: place)
  }
}

extension ClientID {
  /// 38 bits of process, 24 of sequence; the processes of overloads, from 2^40 on, have a bit of
  /// their own.
  var entryRequest: EntryRequest {
    let isOverload: UInt64 = process >= 1 << 40 ? 1 << 62 : 0
    return EntryRequest(
      isOverload | UInt64(process & (1 << 38 - 1)) << 24 | UInt64(sequence & 0xFF_FFFF))
  }
}

extension EntryRequest {
  var client: ClientID {
    let process = Int(rawValue >> 24 & (1 << 38 - 1)) + (rawValue >> 62 & 1 == 1 ? 1 << 40 : 0)
    return ClientID(process: process, sequence: Int(rawValue & 0xFF_FFFF))
  }
}

extension RaftUnderTest {
  /// A client asks.
  mutating func ask(_ request: ClientRequest, _ io: inout NodeIO<RaftPayload>) {
    let name = request.id.entryRequest
    switch request.command {
    case .get:
      requests.add(request)
      member.readLinearizably(name, at: io.now, books: &books, output: &output)
    case .put(let key, let value):
      requests.add(request)
      propose(.put(PutRequest(KeyID(key), Value(value))), name, &io)
    case .compareAndSwap(let key, let expected, let value):
      requests.add(request)
      let compare: Compare =
        expected.map { Compare(KeyID(key), .equal, .value(Value($0).identity)) }
        ?? Compare(KeyID(key), .equal, .createRevision(Revision(0)))
      let put = TxnOperation.put(PutRequest(KeyID(key), Value(value)))
      propose(.txn(TxnRequest(compares: [compare], success: [put])), name, &io)
    case .admin(let word, let node, let value): operate(word, node, value, request, &io)
    case .custom(let code, let argument): askStore(code, argument, request, &io)
    }
  }

  mutating func propose(
    _ command: Command, _ request: EntryRequest, _ io: inout NodeIO<RaftPayload>
  ) {
    member.propose(command, request: request, at: io.now, books: &books, output: &output)
  }

  /// An operator asks.
  private mutating func operate(
    _ word: String, _ node: NodeID, _ value: Int64, _ request: ClientRequest,
    _ io: inout NodeIO<RaftPayload>
  ) {
    if let joint = JointChange(word, value) {
      requests.add(request)
      return member.propose(
        joint, request: request.id.entryRequest, at: io.now, books: &books, output: &output)
    }
    let change: MembershipChange
    switch word {
    case "addVoter": change = .addVoter(node.member)
    case "addLearner": change = .addLearner(node.member)
    case "promote": change = .promote(node.member)
    case "remove": change = .remove(node.member)
    case "transfer":
      guard member.problem(ofTransferTo: node.member) == nil else {
        return io.reply(.refused, to: request.id)
      }
      io.reply(.done, to: request.id)
      return member.transferLeadership(
        to: node.member, at: io.now, books: &books, output: &output)
    case "campaign":
      io.reply(.done, to: request.id)
      return member.campaign(at: io.now, books: &books, output: &output)
    default: return io.reply(.unsupported, to: request.id)
    }
    requests.add(request)
    // The operator has looked: all that can be connected is.
    let since = SimTime(nanoseconds: io.now.nanoseconds - 2 * Member.healthInterval.nanoseconds)
    member.propose(
      change, request: request.id.entryRequest, connectedSince: { _ in since }, at: io.now,
      books: &books, output: &output)
  }

  /// Answers whom the member has answered.
  mutating func answer(_ io: inout NodeIO<RaftPayload>) {
    for write in output.writes {
      guard let request = requests.take(write.request) else { continue }
      let reply: ClientReply
      switch request.command {
      case .compareAndSwap: reply = .swapped(write.result.succeeded)
      case .custom: reply = .custom(digest(of: write))
      default: reply = .done
      }
      io.reply(reply, to: request.id, logIndex: write.index.rawValue)
    }
    for read in output.reads {
      guard let request = requests.take(read.request) else { continue }
      let index = member.appliedIndex.rawValue
      io.note(.readServed(request: request.id, index: index))
      if case .custom(_, let argument) = request.command { answerRead(argument, request, &io) }
      guard case .get(let key) = request.command else { continue }
      let value = member.store.record(of: KeyID(key))?.value.identity
      io.reply(.value(value.map { Int64(bitPattern: $0) }), to: request.id, logIndex: index)
    }
    for refusal in output.refusals {
      guard let request = requests.take(refusal.request) else { continue }
      io.reply(.refused, to: request.id)
    }
    for answer in output.membership {
      guard let request = requests.take(answer.request) else { continue }
      io.reply(answer.problem == nil ? .done : .refused, to: request.id)
    }
  }
}

extension JointChange {
  /// What an operator's word stands for; `value` has a bit for each node that is to vote.
  init?(_ word: String, _ value: Int64) {
    let voters = NodeSet(bits: UInt64(bitPattern: value)).nodes.map(\.member)
    switch word {
    case "joint": self = .voters(voters)
    case "jointDemote": self = .voters(voters, demotes: true)
    case "jointHeld": self = .voters(voters, isHeld: true)
    case "leaveJoint": self = .leave
    default: return nil
    }
  }
}

extension KeyID {
  /// The store's keys are dense: those of overloads, from a million on, follow those of clients.
  init(_ key: Int) {
    self.init(UInt32(clamping: key < 1_000_000 ? min(key, 999) : 1_000 + key % 1_000))
  }
}

extension Value {
  init(_ value: Int64) { self.init(identity: UInt64(bitPattern: value), sizeInBytes: 8) }
}
