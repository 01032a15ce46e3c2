import RaftCore

/// All ways of giving the members other numbers. What a group may do does not depend on them, so a
/// state and its images count as one.
struct Relabelling: Sendable {
  /// In each, the number of every member, from 1; that of nobody is 0.
  let images: [[UInt64]]

  /// All of them up to three members; more are told apart by number.
  init(members: Int) {
    let same = (0...UInt64(members)).map { $0 }
    images =
      switch members {
      case 2: [same, [0, 2, 1]]
      case 3:
        [same, [0, 1, 3, 2], [0, 2, 1, 3], [0, 2, 3, 1], [0, 3, 1, 2], [0, 3, 2, 1]]
      default: [same]
      }
  }
}

/// A message under way, with the digests of all it says.
struct Parcel: Sendable {
  let message: Message
  let digests: [Digest]

  init(_ message: Message, _ relabelling: Relabelling) {
    self.message = message
    var body = Digest()
    body.add(UInt64(message.type.rawValue) << 1 | (message.reject ? 1 : 0))
    body.add(message.term.rawValue << 32 | message.logTerm.rawValue)
    body.add(message.index.rawValue << 32 | message.commit.rawValue)
    body.add(message.rejectHint.rawValue)
    for entry in message.entries { body.add(entry) }
    digests = relabelling.images.map {
      var digest = body
      digest.add($0[Int(message.from.rawValue)] << 8 | $0[Int(message.to.rawValue)])
      return digest
    }
  }
}

extension Digest {
  mutating func add(_ entry: Entry) {
    add(entry.term.rawValue << 40 | entry.index.rawValue << 16 | UInt64(entry.data.first ?? 0))
  }
}

/// A member: its core, and what the core does not show.
struct Seat: Sendable {
  var node: RawNode
  /// What a crash may leave, where writes were made that no sync was asked for.
  var synced: MemoryStorage?
  /// Answers to this candidacy, by member: 1 for a vote, 2 for a refusal; the first one counts.
  var answers: [UInt8] = []
  /// Votes got in this candidacy, repeated ones too.
  var grants = 0
  var digests: [Digest] = []

  init(_ node: RawNode) { self.node = node }

  /// Brings the digests up to date. Timers play no part: no tick ever passes.
  mutating func seal(_ relabelling: Relabelling) {
    var body = Digest()
    body.add(UInt64(node.role.rawValue) << 32 | UInt64(grants))
    body.add(node.term.rawValue)
    body.add(node.commit.rawValue << 32 | node.applied.rawValue)
    for entry in node.storage.entries { body.add(entry) }
    if let synced {
      body.add(~synced.hardState.term.rawValue)
      for entry in synced.entries { body.add(entry) }
    }
    let progress = node.isLeader ? node.status.progress : []
    digests = relabelling.images.map { image in
      var digest = body
      digest.add(
        image[Int(node.id.rawValue)] << 32 | image[Int(node.lead.rawValue)] << 16
          | image[Int(node.vote.rawValue)] << 8
          | (synced.map { image[Int($0.hardState.vote.rawValue)] } ?? 0))
      var word: UInt64 = 0
      for (place, answer) in answers.enumerated() {
        word |= UInt64(answer) << (2 * image[place + 1])
      }
      digest.add(word)
      for peer in progress { digest.addUnordered(Self.digest(of: peer, image)) }
      return digest
    }
  }

  private static func digest(of peer: ProgressStatus, _ image: [UInt64]) -> Digest {
    var digest = Digest()
    digest.add(image[Int(peer.id.rawValue)])
    digest.add(peer.match.rawValue << 32 | peer.next.rawValue)
    digest.add(
      UInt64(peer.state.rawValue) << 32 | UInt64(peer.inflightCount) << 1
        | (peer.isPaused ? 1 : 0))
    return digest
  }
}

/// One state: members, messages under way, what is left to happen, and what must never change.
struct World: Sendable {
  var seats: [Seat]
  var network: [Parcel] = []
  var proposals: UInt8 = 0
  var duplicates: UInt8 = 0
  var crashes: UInt8 = 0
  /// The leader of each term, 0 if there was none yet.
  var leaders: [UInt8]
  /// All that was ever committed, in order.
  var committed: [Entry] = []
  /// The terms in which they were committed first.
  var commitTerms: [Term] = []

  /// The least of the digests of all images.
  func digest(_ relabelling: Relabelling) -> Digest {
    var common = Digest()
    common.add(UInt64(proposals) << 16 | UInt64(duplicates) << 8 | UInt64(crashes))
    for entry in committed { common.add(entry) }
    for term in commitTerms { common.add(term.rawValue) }
    var least: Digest?
    for (place, image) in relabelling.images.enumerated() {
      var digest = common
      for leader in leaders { digest.add(image[Int(leader)]) }
      for seat in seats { digest.addUnordered(seat.digests[place]) }
      for parcel in network { digest.addUnordered(parcel.digests[place]) }
      least = least.map { min($0, digest) } ?? digest
    }
    return least ?? common
  }
}
