import RaftCore
import XCTest

/// A group of members that hand each other their messages, with disks that are never slow.
///
/// Nothing happens by itself: tests tick, propose and settle. Messages can be held back by `isCut`.
struct Group {
  private(set) var nodes: [RawNode] = []
  /// Messages under way, oldest first.
  var messages: [Message] = []
  /// Which messages are lost on their way.
  var isCut: (Message) -> Bool = { _ in false }
  /// What becomes of messages on their way.
  var alter: (Message) -> Message = { $0 }
  /// What each member's state machine was given, in order.
  private(set) var applied: [[Entry]] = []
  private(set) var readStates: [[ReadState]] = []
  /// All messages that were delivered, in order.
  private(set) var delivered: [Message] = []
  /// Storage writes that wait, with asynchronous storage writes.
  private var storageWork: [[Message]] = []

  /// Members 1 to `count`, all voters unless `confState` says otherwise.
  init(
    _ count: Int, confState: ConfState? = nil, storages: [MemberID: MemoryStorage] = [:],
    options change: (inout RaftOptions) -> Void = { _ in }
  ) {
    let all = (1...count).map { MemberID(UInt64($0)) }
    for id in all {
      var options = RaftOptions(id: id)
      options.recordsEvents = true
      change(&options)
      add(options, storages[id] ?? MemoryStorage(confState: confState ?? ConfState(voters: all)))
    }
  }

  mutating func add(_ options: RaftOptions, _ storage: MemoryStorage) {
    do throws(OptionsError) {
      nodes.append(try RawNode(options: options, storage: storage))
    } catch {
      return XCTFail(error.text)
    }
    applied.append([])
    readStates.append([])
    storageWork.append([])
  }

  /// Lets a member start again from its storage, with what it had not stored lost.
  mutating func restart(
    _ id: MemberID, applied index: LogIndex = 0,
    storage change: (inout MemoryStorage) -> Void = { _ in }
  ) {
    var options = self[id].options
    var storage = self[id].storage
    change(&storage)
    options.applied = index
    messages.removeAll { $0.to == id || $0.from == id }
    do throws(OptionsError) {
      nodes[position(id)] = try RawNode(options: options, storage: storage)
    } catch {
      return XCTFail(error.text)
    }
    applied[position(id)] = applied[position(id)].filter { $0.index <= index }
    storageWork[position(id)] = []
  }

  subscript(_ id: MemberID) -> RawNode {
    get { nodes[position(id)] }
    _modify { yield &nodes[position(id)] }
  }

  func position(_ id: MemberID) -> Int { Int(id.rawValue) - 1 }

  func applied(by id: MemberID) -> [Entry] { applied[position(id)] }

  func readStates(of id: MemberID) -> [ReadState] { readStates[position(id)] }

  /// The data of the normal entries that a member applied, as texts; empty ones left out.
  func texts(appliedBy id: MemberID) -> [String] {
    applied(by: id).filter { $0.kind == .normal && !$0.data.isEmpty }.map {
      String(decoding: $0.data, as: UTF8.self)
    }
  }

  // MARK: Going on

  /// Takes one Ready of a member and deals with it: storage, state machine, messages.
  @discardableResult
  mutating func work(_ id: MemberID) -> Ready? {
    var ready = Ready()
    let place = position(id)
    guard nodes[place].takeReady(into: &ready) else { return nil }
    let isAsync = nodes[place].options.asyncStorageWrites
    for message in ready.messages + ready.messagesAfterPersist {
      if message.isForStorageThread {
        storageWork[place].append(message)
      } else {
        messages.append(message)
      }
    }
    readStates[place] += ready.readStates
    if isAsync {
      while !storageWork[place].isEmpty { doStorageWork(id) }
      return ready
    }
    store(ready.hardState, ready.entries, ready.snapshot, on: id)
    apply(ready.committedEntries, on: id)
    nodes[place].advance()
    return ready
  }

  private mutating func doStorageWork(_ id: MemberID) {
    let work = storageWork[position(id)].removeFirst()
    if work.type == .storageAppend {
      let state = HardState(term: work.term, vote: work.vote, commit: work.commit)
      store(state, work.entries, work.snapshot, on: id)
    } else {
      apply(work.entries, on: id)
    }
    for response in work.responses {
      if response.to == id {
        XCTAssertNoThrow(try nodes[position(id)].step(response))
      } else {
        messages.append(response)
      }
    }
  }

  private mutating func store(
    _ hardState: HardState?, _ entries: [Entry], _ snapshot: Snapshot?, on id: MemberID
  ) {
    XCTAssertNoThrow(
      try self[id].store(hardState: hardState, entries: entries, snapshot: snapshot))
  }

  private mutating func apply(_ entries: [Entry], on id: MemberID) {
    for entry in entries {
      if let change = ConfChange(decoding: entry) { self[id].applyConfChange(change) }
      applied[position(id)].append(entry)
    }
  }

  /// Delivers the oldest message; false if there is none.
  mutating func deliverOne() -> Bool {
    if messages.isEmpty { return false }
    let message = alter(messages.removeFirst())
    guard !isCut(message), nodes.indices.contains(position(message.to)) else { return true }
    delivered.append(message)
    try? self[message.to].step(message)
    return true
  }

  /// Goes on until nothing is left to do.
  mutating func settle(file: StaticString = #filePath, line: UInt = #line) {
    for _ in 0..<10_000 {
      var isBusy = false
      for node in nodes {
        while work(node.id) != nil { isBusy = true }
      }
      while deliverOne() { isBusy = true }
      if !isBusy { return }
    }
    XCTFail("does not come to rest", file: file, line: line)
  }

  mutating func tick(_ id: MemberID, _ count: Int = 1) {
    for _ in 0..<count { self[id].tick() }
  }

  /// Makes `id` the leader, whatever it takes, and lets all members hear of it.
  mutating func elect(
    _ id: MemberID, file: StaticString = #filePath, line: UInt = #line
  ) {
    self[id].campaign()
    settle()
    XCTAssertTrue(self[id].isLeader, "\(id) was not elected", file: file, line: line)
  }

  mutating func propose(
    _ text: String, to id: MemberID, file: StaticString = #filePath, line: UInt = #line
  ) {
    XCTAssertNoThrow(try self[id].propose(Array(text.utf8)), file: file, line: line)
  }

  // MARK: Cutting

  /// Loses all messages from and to these members.
  mutating func isolate(_ cut: MemberID...) {
    isCut = { cut.contains($0.to) || cut.contains($0.from) }
  }

  mutating func heal() { isCut = { _ in false } }
}
