/// A purpose for which a run draws randomness. Each has draws of its own, so that using more of one
/// changes nothing in another. The name's FNV-1a hash is the key; a test pins every constant.
public struct RandomStream: Hashable, Sendable {
  public let name: String
  public let key: UInt64

  private init(_ name: StaticString) {
    self.name = "\(name)"
    key = fnv1a(name)
  }

  /// Jitter of the n-th packet on a directed link.
  public static let networkLatency = RandomStream("net.latency")
  /// Loss of the n-th packet on a directed link.
  public static let networkLoss = RandomStream("net.loss")
  /// Duration of the n-th fsync of a member's disk.
  public static let diskSync = RandomStream("disk.sync")
  /// Seed of a member's randomized election timeouts, by incarnation.
  public static let election = RandomStream("node.election")
  /// Phase of a member's tick, by incarnation.
  public static let tickPhase = RandomStream("clock.phase")
  /// Time between the arrivals of a client.
  public static let arrivals = RandomStream("client.arrival")
  /// Kind of a client's n-th operation.
  public static let operations = RandomStream("client.op")
  /// Key of a client's n-th operation.
  public static let keys = RandomStream("client.key")
  /// Think time after a client's n-th operation.
  public static let think = RandomStream("client.think")
  /// Delay of the n-th message of a connection between the wire and its process.
  public static let machineHop = RandomStream("machine.hop")
  /// Backoff and phase of a federation controller.
  public static let federation = RandomStream("federation.controller")
  /// Whether and when the n-th message on a link arrives twice.
  public static let networkDuplicate = RandomStream("net.dup")
  /// Whether the n-th message on a link arrives damaged.
  public static let networkCorrupt = RandomStream("net.corrupt")
  /// When a link of bursty loss turns bad and good again.
  public static let networkBurst = RandomStream("net.burst")
  /// Trouble of a disk's n-th read or write.
  public static let diskWrite = RandomStream("disk.write")
  /// What a crash does to the n-th unsynced write of a file.
  public static let diskCrash = RandomStream("disk.crash")
  /// Randomness that a simulated node asks for, by incarnation.
  public static let nodeUser = RandomStream("node.user")
  /// Expansion of a fault plan before a run.
  public static let plan = RandomStream("plan")
  /// Choices of a swarm of trials, by seed and option.
  public static let swarm = RandomStream("swarm")

  /// All streams, for the test that pins their keys.
  public static let all: [RandomStream] = [
    networkLatency, networkLoss, diskSync, election, tickPhase, arrivals, operations, keys, think,
    machineHop, federation, networkDuplicate, networkCorrupt, networkBurst, diskWrite, diskCrash,
    nodeUser, plan, swarm,
  ]
}
