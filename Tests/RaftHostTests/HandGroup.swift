import KeyValue
import RaftCore
import RaftHost
import SimKernel
import XCTest

/// A group of members driven by hand: a message arrives, and an fsync completes, when the test says
/// so, and time stands still otherwise.
struct HandGroup {
  /// A message under way.
  struct Mail {
    var from: Int
    var to: Int
    var sent: SimTime
    var outgoing: MemberOutput.Outgoing

    var message: Message { outgoing.message }
  }

  /// What one input made a member do.
  struct Effect {
    var messages: [Message] = []
    var sync: SimDuration?
    var writes: [RequestID] = []
    var reads: [RequestID] = []
    var applied: [LogIndex] = []
    var readRetry: SimTime?
  }

  var members: [Member]
  var books = GroupBooks()
  var now = SimTime(nanoseconds: 1_000)
  /// In the order in which they were sent.
  var mail: [Mail] = []
  /// Which members have an fsync under way.
  var isSyncing: [Bool]
  /// Which members have entries in their apply queue, and which applied their own removal.
  var isApplying: [Bool]
  var isRemoved: [Bool]
  /// Answers to changes of the membership, by member, and removed members that were heard.
  var membership: [[(request: RequestID, problem: MembershipError?)]]
  var strangers: [MemberID] = []
  /// Everything that members reported so far, by member.
  var writes: [[MemberOutput.AppliedWrite]]
  var reads: [[MemberOutput.ServedRead]]
  var refusals: [[RequestID]]
  var reasons: [[MemberOutput.Refusal]]
  var applied: [[MemberOutput.AppliedEntry]]
  var roles: [[MemberOutput.RoleChange]]
  private var output = MemberOutput()

  init(
    count: Int = 3, later: Int = 0, applyCost: SimDuration = .zero,
    readRetryReusesContext: Bool = false, disk: SimDuration = .milliseconds(1),
    snapshotEvery: Int = 10_000,
    snapshotKeep: Int = 5_000, seed: UInt64 = 1
  ) throws {
    let ids = (1...count + later).map { MemberID(UInt64($0)) }
    members = try ids.map { id in
      var options = MemberOptions(
        id: id, confState: ConfState(voters: Array(ids.prefix(count))), electionTicks: 10,
        preVote: true, checkQuorum: true, snapshotEvery: snapshotEvery,
        snapshotKeep: snapshotKeep, requestTimeout: .seconds(7),
        electionSeed: seed &+ id.rawValue)
      options.applyCost = applyCost
      options.readRetryReusesContext = readRetryReusesContext
      return try Member(
        options: options,
        disk: Disk(
          durations: QuantileTable(constant: disk.nanoseconds), seed: seed, key: id.rawValue),
        joinsLater: Int(id.rawValue) > count)
    }
    let count = count + later
    isApplying = Array(repeating: false, count: count)
    isRemoved = isApplying
    membership = Array(repeating: [], count: count)
    isSyncing = Array(repeating: false, count: count)
    writes = Array(repeating: [], count: count)
    reads = Array(repeating: [], count: count)
    refusals = Array(repeating: [], count: count)
    reasons = Array(repeating: [], count: count)
    applied = Array(repeating: [], count: count)
    roles = Array(repeating: [], count: count)
  }

  // MARK: Inputs

  @discardableResult mutating func tick(_ m: Int) -> Effect {
    act(m) { $0.tick(at: $1, books: &$2, output: &$3) }
  }

  @discardableResult mutating func campaign(_ m: Int) -> Effect {
    act(m) { $0.campaign(at: $1, books: &$2, output: &$3) }
  }

  /// An operator hands leadership from member `m` to `target`.
  @discardableResult mutating func transfer(_ m: Int, to target: Int) -> Effect {
    act(m) {
      $0.transferLeadership(
        to: MemberID(UInt64(target + 1)), at: $1, books: &$2, output: &$3)
    }
  }

  /// A client of member `m` puts `request` as the value of `key`.
  @discardableResult mutating func put(_ m: Int, _ request: UInt64, key: UInt32 = 0) -> Effect {
    let value = Value(identity: request, sizeInBytes: 100)
    return act(m) {
      $0.propose(
        [.put(KeyID(key), value)], request: RequestID(request), at: $1, books: &$2, output: &$3)
    }
  }

  @discardableResult mutating func read(_ m: Int, _ request: UInt64) -> Effect {
    act(m) { $0.readLinearizably(RequestID(request), at: $1, books: &$2, output: &$3) }
  }

  @discardableResult mutating func retryRead(_ m: Int) -> Effect {
    act(m) { $0.retryRead(at: $1, books: &$2, output: &$3) }
  }

  @discardableResult mutating func completeSync(_ m: Int) -> Effect {
    isSyncing[m] = false
    return act(m) { $0.syncCompleted(at: $1, books: &$2, output: &$3) }
  }

  @discardableResult mutating func completeApply(_ m: Int) -> Effect {
    isApplying[m] = false
    return act(m) { $0.applyCompleted(at: $1, books: &$2, output: &$3) }
  }

  /// An operator asks member `m` for a change, when all but `unreachable` are connected.
  @discardableResult mutating func change(
    _ m: Int, _ change: MembershipChange, _ request: UInt64, unreachable: Set<Int> = []
  ) -> Effect {
    act(m) { member, now, books, output in
      member.propose(
        change, request: RequestID(request),
        connectedSince: {
          unreachable.contains(Int($0.rawValue) - 1) ? nil : now - .seconds(60)
        }, at: now, books: &books, output: &output)
    }
  }

  mutating func crash(_ m: Int) {
    members[m].crash()
    isSyncing[m] = false
    isApplying[m] = false
  }

  @discardableResult mutating func restart(_ m: Int) throws -> Effect {
    try act(m) { member, now, books, output in
      try member.restart(at: now, books: &books, output: &output)
    }
  }

  // MARK: Mail

  /// Delivers the mail at `position`; lost when its receiver is down.
  @discardableResult mutating func deliver(at position: Int) -> Effect? {
    let next = mail.remove(at: position)
    guard members[next.to].isUp else {
      reportSnapshot(next, succeeded: false)
      return nil
    }
    let effect = act(next.to) {
      $0.receive(
        next.message, sent: next.sent, way: next.outgoing.way, state: next.outgoing.state, at: $1,
        books: &$2, output: &$3)
    }
    reportSnapshot(next, succeeded: true)
    return effect
  }

  /// The transport tells the sender of a snapshot how it went.
  private mutating func reportSnapshot(_ next: Mail, succeeded: Bool) {
    guard next.message.type == .snapshot, members[next.from].isUp else { return }
    _ = act(next.from) {
      $0.snapshotSent(
        to: next.message.to, succeeded: succeeded, at: $1, books: &$2, output: &$3)
    }
  }

  /// Delivers the oldest mail of that kind.
  @discardableResult mutating func deliver(
    _ type: MessageType, to: Int, file: StaticString = #filePath, line: UInt = #line
  ) -> Effect {
    guard let position = mail.firstIndex(where: { $0.message.type == type && $0.to == to }) else {
      XCTFail("no \(type) for member \(to) in \(mail.map(\.message.type))", file: file, line: line)
      return Effect()
    }
    return deliver(at: position) ?? Effect()
  }

  mutating func drop(where isDropped: (Mail) -> Bool) {
    let dropped = mail.filter(isDropped)
    mail.removeAll(where: isDropped)
    for next in dropped { reportSnapshot(next, succeeded: false) }
  }

  /// Lets everything happen until nothing is left, except that mail to and from members `apart` is
  /// lost.
  mutating func settle(apart: Set<Int> = []) {
    while true {
      drop { apart.contains($0.from) || apart.contains($0.to) }
      if !mail.isEmpty {
        deliver(at: 0)
      } else if let m = isSyncing.firstIndex(of: true) {
        completeSync(m)
      } else if let m = isApplying.firstIndex(of: true) {
        completeApply(m)
      } else {
        return
      }
    }
  }

  /// A group that member 0 leads and in which nothing is under way.
  static func ledByFirst(
    disk: SimDuration = .milliseconds(1), snapshotEvery: Int = 10_000, snapshotKeep: Int = 5_000
  ) throws -> HandGroup {
    var group = try HandGroup(
      disk: disk, snapshotEvery: snapshotEvery, snapshotKeep: snapshotKeep)
    group.campaign(0)
    group.settle()
    XCTAssertTrue(group.members[0].isLeader)
    XCTAssertEqual(group.members.map { $0.appliedIndex }, [1, 1, 1])
    return group
  }

  private mutating func act(
    _ m: Int,
    _ input: (inout Member, SimTime, inout GroupBooks, inout MemberOutput) throws -> Void
  ) rethrows -> Effect {
    try input(&members[m], now, &books, &output)
    if output.sync != nil {
      XCTAssertFalse(isSyncing[m], "member \(m) began an fsync during another")
      isSyncing[m] = true
    }
    if output.apply != nil { isApplying[m] = true }
    if output.isRemoved { isRemoved[m] = true }
    membership[m] += output.membership.map { ($0.request, $0.problem) }
    strangers += output.strangers
    // Nobody lives at an address beyond the last member.
    mail += output.messages.lazy.filter { [count = members.count] in
      $0.message.to.rawValue <= UInt64(count)
    }.map { Mail(from: m, to: Int($0.message.to.rawValue) - 1, sent: now, outgoing: $0) }
    writes[m] += output.writes
    reads[m] += output.reads
    refusals[m] += output.refusals.map(\.request)
    reasons[m] += output.refusals.map(\.reason)
    applied[m] += output.applied
    roles[m] += output.roleChanges
    let effect = Effect(
      messages: output.messages.map(\.message), sync: output.sync,
      writes: output.writes.map(\.request), reads: output.reads.map(\.request),
      applied: output.applied.map(\.index), readRetry: output.readRetry)
    output.removeAll()
    return effect
  }
}

extension RequestID: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: UInt64) { self.init(value) }
}
