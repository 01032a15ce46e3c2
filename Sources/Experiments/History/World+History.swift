import KeyValue
import RaftCore
import RaftHost
import SimKernel

/// Gathers what happens to one Raft group, for `GroupHistory`.
struct GroupFollower: Sendable {
  let group: Int
  private var steps: [GroupStep] = []

  init(group: Int) { self.group = group }

  mutating func append(_ step: GroupStep) { steps.append(step) }

  mutating func take() -> [GroupStep] {
    defer { steps = [] }
    return steps
  }
}

extension World {
  /// Gathers what happens to group `g` from now on.
  mutating func follow(group g: Int) {
    follower = GroupFollower(group: g)
    for m in groups[g].members {
      members[m].keepNotes()
      follow(m)
      // Some join later.
      if !members[m].isUp { follow(m, .crashed) }
    }
  }

  /// Takes over what member `m` noted of its core.
  mutating func follow(_ m: Int) {
    let now = now
    let position = m - groups[runtimes[m].group].firstMember
    for note in members[m].takeNotes() {
      follower?.append(
        GroupStep(
          time: now, member: position, event: GroupStep.Event(note.step),
          core: GroupStep.Core(
            status: note.status, lastIndex: note.lastIndex,
            electionTimeout: note.electionTimeout)))
    }
  }

  /// Notes what happened to member `m` from outside of its core.
  mutating func follow(_ m: Int, _ event: GroupStep.Event) {
    guard let group = follower?.group, group == runtimes[m].group else { return }
    let (now, position) = (now, m - groups[group].firstMember)
    follower?.append(GroupStep(time: now, member: position, event: event, core: nil))
  }

  /// Notes that a fault or an operator's step begins or ends.
  mutating func follow(_ what: String, begins: Bool) {
    let now = now
    let text = begins ? what : "\(what) ends"
    follower?.append(GroupStep(time: now, member: nil, event: .remarked(text), core: nil))
  }
}

extension GroupStep.Event {
  fileprivate init(_ step: CoreStep) {
    self =
      switch step {
      case .start(let options): .started(options)
      case .tick: .ticked
      case .request(let message): .requested(message, saying: Self.words(of: message))
      case .receive(let message): .received(message)
      case .takeReady(let ready): .tookReady(ready)
      case .finishReady: .finishedReady
      case .applyConfChange(let change): .appliedConfChange(change)
      case .storeReady: .storedReady
      case .storeSnapshot(let index, let base): .storedSnapshot(at: index, base: base)
      case .sendSnapshot(let message): .sentSnapshot(message)
      case .discard(let message): .lost(message)
      case .beginAnew: .intruded("its cluster begins anew")
      }
  }

  /// What a request's payload says: "put-k17"; several changes are joined by "+".
  private static func words(of request: Message) -> String {
    if request.type == .readIndex { return "read" }
    if request.entries.first?.kind.isConfChange == true { return "change-members" }
    guard let data = request.entries.first?.data else { return "" }
    var words: [String] = []
    var offset = Member.mutationOffset
    while let mutation = CommandCoding.mutation(in: data, at: offset) {
      words.append(word(of: mutation))
      offset += CommandCoding.stride
    }
    if data.count == Member.mutationOffset { return "publish" }
    return words.isEmpty ? "command" : words.joined(separator: "+")
  }

  private static func word(of mutation: Mutation) -> String {
    switch mutation {
    case .put(let key, _): "put-k\(key.index)"
    case .delete(let key): "delete-k\(key.index)"
    case .compareAndSwap(let key, _, _): "swap-k\(key.index)"
    }
  }
}
