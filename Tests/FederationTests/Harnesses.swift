import Federation
import KeyValue
import SimKernel

extension SimTime {
  static func seconds(_ count: Int64) -> SimTime { .zero + .seconds(count) }
  static func milliseconds(_ count: Int64) -> SimTime { .zero + .milliseconds(count) }
}

extension StreamID {
  static func attempt(_ attempt: UInt32, epoch: UInt32 = 1) -> StreamID {
    StreamID(epoch: epoch, attempt: attempt)
  }
}

/// A catalogue of two clusters with `count` ConfigMaps each, and the keys.
func smallCatalogue(count: Int) -> (catalogue: ObjectCatalogue, own: [KeyID], other: [KeyID]) {
  var catalogue = ObjectCatalogue(clusterCount: 2)
  func keys(of cluster: Int) -> [KeyID] {
    (0..<count).map {
      catalogue.intern(
        ObjectKey(
          kind: .configMap, namespace: "ns", name: "o\($0)", origin: ClusterID(cluster)))
    }
  }
  let (own, other) = (keys(of: 0), keys(of: 1))
  return (catalogue, own, other)
}

/// A version of an object of cluster 0, of 100 bytes.
func version(_ counter: UInt64) -> Value {
  Value(ObjectVersion(origin: ClusterID(0), counter: counter), sizeInBytes: 100)
}

/// The server of origin 0 for importer 1, with the origin's store.
struct ServerHarness {
  var server: WatchServer
  var store = Store()
  let catalogue: ObjectCatalogue
  let own: [KeyID]
  let other: [KeyID]
  var now = SimTime.zero
  /// Wakes asked for.
  var wakes: [SimTime] = []

  init(_ settings: PeerWatchSettings = PeerWatchSettings(), keys: Int = 10) {
    (catalogue, own, other) = smallCatalogue(count: keys)
    server = WatchServer(
      origin: ClusterID(0), importer: ClusterID(1), settings: settings,
      draws: Draws(seed: 1, .federation, 0, 1))
  }

  /// What the server sends in answer.
  @discardableResult
  mutating func step(_ input: WatchServer.Input, at time: SimTime? = nil) -> [FederationMessage] {
    now = time ?? now
    var effects: [ControllerEffect] = []
    server.step(input, store: store, catalogue: catalogue, now: now, into: &effects)
    var sent: [FederationMessage] = []
    for effect in effects {
      switch effect {
      case .send(let message, _): sent.append(message)
      case .wake(let time): wakes.append(time)
      case .commit, .observe: break
      }
    }
    return sent
  }

  mutating func open(
    _ start: OpenRequest.Start, attempt: UInt32 = 1
  ) -> [FederationMessage] {
    step(
      .message(.open(.attempt(attempt), OpenRequest(start: start, isNewConnection: true))))
  }

  /// Wakes at every instant asked for, up to `end`; what is sent, and when.
  mutating func runTimers(until end: SimTime) -> [(at: SimTime, message: FederationMessage)] {
    var sent: [(SimTime, FederationMessage)] = []
    while let next = wakes.min(), next <= end {
      wakes.removeAll { $0 == next }
      for message in step(.wake, at: next) { sent.append((next, message)) }
    }
    now = end
    return sent
  }
}

/// The mirror in importer 1 of origin 0, with the importer's store.
struct MirrorHarness {
  var mirror: PeerMirror
  var store = Store()
  let catalogue: ObjectCatalogue
  let own: [KeyID]
  let other: [KeyID]
  var now = SimTime.zero
  var wakes: [SimTime] = []
  var sent: [FederationMessage] = []
  var commits: [(token: CommitToken, mutations: [Mutation])] = []
  var observed: [MirrorObservation] = []

  var cursorKey: KeyID { catalogue.cursorKey(of: ClusterID(0)) }
  var cursor: MirrorCursor { MirrorCursor(store.record(of: cursorKey)) }

  init(_ settings: PeerWatchSettings = PeerWatchSettings(), keys: Int = 10) {
    (catalogue, own, other) = smallCatalogue(count: keys)
    mirror = PeerMirror(
      origin: ClusterID(0), importer: ClusterID(1), settings: settings,
      draws: Draws(seed: 1, .federation, 1, 0))
  }

  mutating func step(_ input: PeerMirror.Input, at time: SimTime? = nil) {
    now = time ?? now
    var effects: [ControllerEffect] = []
    mirror.step(input, local: store, catalogue: catalogue, now: now, into: &effects)
    for effect in effects {
      switch effect {
      case .send(let message, _): sent.append(message)
      case .commit(let token, let mutations): commits.append((token, mutations))
      case .wake(let time): wakes.append(time)
      case .observe(let seen): observed.append(seen)
      }
    }
  }

  mutating func start(epoch: UInt32 = 1) {
    step(.started(cursor: store.record(of: cursorKey), epoch: epoch))
  }

  /// The stream asked for last.
  var stream: StreamID { sent.last?.stream ?? .attempt(0) }

  /// Applies the oldest commit and tells its outcome; false if there is none.
  @discardableResult mutating func commitNext() -> Bool {
    guard !commits.isEmpty else { return false }
    let commit = commits.removeFirst()
    let result = store.apply(commit.mutations)
    if result.succeeded {
      step(.committed(commit.token, at: result.revision))
    } else {
      step(.rejected(commit.token, cursor: store.record(of: cursorKey)))
    }
    return true
  }

  mutating func commitAll() { while commitNext() {} }

  mutating func receive(_ message: FederationMessage) { step(.message(message)) }

  mutating func receivePage(
    _ entries: [(KeyID, Value)], revision: Int64, index: Int = 0, isLast: Bool = true
  ) {
    let entries = entries.map { ListPage.Entry(key: $0.0, value: $0.1) }
    receive(
      .page(
        stream,
        ListPage(
          revision: Revision(revision), asOf: now, index: index, isLast: isLast,
          entries: entries)))
  }

  mutating func receiveEvents(
    _ events: [(Int64, KeyID, Value?)], after: Int64, through: Int64
  ) {
    let events = events.map { WatchEvent(revision: Revision($0.0), key: $0.1, value: $0.2) }
    receive(
      .events(
        stream,
        EventFrame(
          after: Revision(after), through: Revision(through), asOf: now, events: events)))
  }

  /// Brings the mirror to a watch after `revision`, holding `entries`.
  mutating func beginWatch(_ entries: [(KeyID, Value)], revision: Int64) {
    start()
    receivePage(entries, revision: revision)
    commitAll()
    receive(.opened(stream, at: Revision(revision)))
  }

  mutating func runTimers(until end: SimTime) {
    while let next = wakes.min(), next <= end {
      wakes.removeAll { $0 == next }
      step(.wake, at: next)
    }
    now = end
  }
}
