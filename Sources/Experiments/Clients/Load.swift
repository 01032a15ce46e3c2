import KeyValue
import ScenarioFormat
import SimKernel
import SimNetwork
import Workloads

/// One stream of operations while it runs.
struct Load: Sendable {
  let plan: LoadPlan
  let name: String
  /// Group it talks to.
  let group: Int
  var endpoints: Endpoints
  /// Path to each member of the endpoints' list, and back; indexed by position in the group.
  var toMember: [PathID]
  var fromMember: [PathID]
  /// What requests take at a member, and answers at the client.
  var hopThere: Hop
  var hopBack: Hop
  var arrivals: ArrivalProcess?
  var mix: WeightedChoice<LoadPlan.Operation>
  var keys: KeyChooser
  /// The keys it reads and writes.
  let keyBlock: KeySpace.Block
  var owners: WeightedChoice<Int>
  var open = DeadlineQueue<OperationID>()
  var hasExpiry = false
  let timeout: SimDuration
  /// Values written so far: identities count up within a load.
  var written: UInt64 = 0
  /// Keys the values of this load.
  let salt: UInt64
  /// Keys its other draws.
  let key: UInt64

  /// Whether its clients hold a lease or a watch all the time.
  let isHeld: Bool
  var holders: [LeaseHolder] = []
  var leasesAsked: UInt64 = 0

  /// Services it looks up, in turn; one that is named, or all.
  var services: Range<Int> = 0..<1
  var lookups = 0

  mutating func nextService() -> Int {
    lookups += 1
    return services.lowerBound + lookups % max(1, services.count)
  }

  mutating func nextValue() -> Value {
    written += 1
    return Value(
      identity: mixed(salt &+ written), sizeInBytes: UInt32(clamping: plan.valueSize))
  }
}
