import SimKernel

/// Everything that can happen in a run. Payloads are small: packets and operations stay in slabs.
enum Event: Sendable {
  case fault(Int, begins: Bool)
  case syncCompleted(member: Int32, incarnation: UInt32)
  /// A packet between members reached its target, or its processor is done with it.
  case packetArrived(UInt32)
  case packetProcessed(UInt32)
  case tick(member: Int32, incarnation: UInt32)
  case readRetry(member: Int32, incarnation: UInt32)
  case memberExpiry(member: Int32)
  case compaction(group: Int32)
  case requestArrived(OperationID)
  case requestProcessed(OperationID)
  case replyArrived(OperationID)
  /// A refusal or a broken connection reached the client.
  case failureArrived(OperationID)
  case arrival(load: Int32)
  case thought(load: Int32)
  case clientExpiry(load: Int32)
  /// A write that no client waits for reached its member.
  case proposal(UInt32)
  case federationArrived(UInt32)
  case federationWake(pair: Int32, isServer: Bool)
  case federationExpiry(pair: Int32, token: UInt64)
  case applyCompleted(member: Int32, incarnation: UInt32)
  case snapshotReported(member: Int32, incarnation: UInt32, to: Int16, succeeded: Bool)
  /// A removed member stops.
  case memberStops(member: Int32, incarnation: UInt32)
  /// A client that holds a lease looks after it.
  case holder(load: Int32, Int32)
  case renewal(UInt32)
  /// A member's lessor looks for expired leases.
  case lessor(member: Int32, incarnation: UInt32)
  /// An operator's step begins, or looks how far it is.
  case step(Int32, token: UInt32)
  /// A snapshot of a group is saved.
  case backup(group: Int32)
  /// Something about watches, of a client, a member or a frame in a certain life of it.
  case watch(WatchStep, Int32, UInt32)

  /// A constant of each kind, for the digest.
  var kind: UInt64 {
    switch self {
    case .fault: 1
    case .syncCompleted: 2
    case .packetArrived: 3
    case .packetProcessed: 4
    case .tick: 5
    case .readRetry: 6
    case .memberExpiry: 7
    case .compaction: 8
    case .requestArrived: 9
    case .requestProcessed: 10
    case .replyArrived: 11
    case .failureArrived: 12
    case .arrival: 13
    case .thought: 14
    case .clientExpiry: 15
    case .proposal: 16
    case .federationArrived: 17
    case .federationWake: 18
    case .federationExpiry: 19
    case .applyCompleted: 20
    case .snapshotReported: 21
    case .memberStops: 22
    case .holder: 23
    case .renewal: 24
    case .lessor: 25
    case .step: 26
    case .backup: 27
    case .watch: 28
    }
  }
}

/// A client operation under way: its slot in the slab and the slot's generation.
struct OperationID: Hashable, Sendable {
  var slot: UInt32
  var generation: UInt32

  var word: UInt64 { UInt64(generation) << 32 | UInt64(slot) }

  init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }
  init(word: UInt64) {
    slot = UInt32(truncatingIfNeeded: word)
    generation = UInt32(truncatingIfNeeded: word >> 32)
  }
}
