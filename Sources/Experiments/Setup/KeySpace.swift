import Federation
import KeyValue
import ScenarioFormat

/// How keys are numbered: the catalogue's numbers, in one block for every resource kind, and in it
/// one stretch for every region whose clients own the objects.
struct KeySpace: Sendable {
  private var blocks: [LoadPlan.ResourceKind: Block] = [:]
  private(set) var catalogue: ObjectCatalogue
  /// Region whose clients write a key; `UInt16.max` for bookkeeping. Indexed by key.
  private var owners: ContiguousArray<UInt16> = []
  private let regionCount: Int

  struct Block: Sendable {
    var first: Int
    /// Keys of one region.
    var perRegion: Int
  }

  /// `home` is the cluster that owns the objects of each region's clients.
  init(loads: [LoadPlan], home: [ClusterID], clusterCount: Int) {
    catalogue = ObjectCatalogue(clusterCount: clusterCount)
    regionCount = max(1, home.count)
    for kind in LoadPlan.ResourceKind.allCases {
      let perRegion = loads.filter { $0.resource == kind }.map(\.keyCount).max() ?? 0
      guard perRegion > 0 else { continue }
      blocks[kind] = Block(first: catalogue.keyCount, perRegion: perRegion)
      for region in home.indices {
        for n in 0..<perRegion {
          _ = catalogue.intern(
            ObjectKey(
              kind: kind.federated, namespace: "region-\(region)", name: "object-\(n)",
              origin: home[region]))
        }
      }
    }
    owners = ContiguousArray(repeating: .max, count: catalogue.keyCount)
    for block in blocks.values {
      for region in home.indices {
        for n in 0..<block.perRegion {
          owners[block.first + region * block.perRegion + n] = UInt16(region)
        }
      }
    }
  }

  /// The keys of a kind; an empty block for a kind no load names.
  func block(of kind: LoadPlan.ResourceKind) -> Block {
    blocks[kind] ?? Block(first: 0, perRegion: 1)
  }

  /// The key numbered `index` of `block` that belongs to the clients of `region`.
  func key(_ index: Int, block: Block, region: Int) -> KeyID {
    KeyID(UInt32(block.first + region * block.perRegion + index % block.perRegion))
  }

  /// `span` keys from `key` on, as far as its region's stretch goes, or everybody's; all of that
  /// when `span` is nil.
  func range(from key: KeyID, span: Int?, of block: Block, isEverybodys: Bool) -> KeyRange {
    let regions = regionCount
    let position = Int(key.index) - block.first
    let stretch = isEverybodys ? block.perRegion * regions : block.perRegion
    let lower = block.first + position / stretch * stretch
    let upper = min(lower + stretch, block.first + block.perRegion * regions)
    guard let span else { return KeyRange(KeyID(UInt32(lower)), to: KeyID(UInt32(upper))) }
    let end = min(Int(key.index) + span, upper)
    return KeyRange(key, to: KeyID(UInt32(end)))
  }

  /// The region whose clients write `key`; nil for the federation's own keys.
  func owner(of key: KeyID) -> Int? {
    guard Int(key.index) < owners.count, owners[Int(key.index)] != .max else { return nil }
    return Int(owners[Int(key.index)])
  }

  /// Gives out numbers for objects beside those of the loads.
  mutating func extend(_ change: (inout ObjectCatalogue) -> Void) { change(&catalogue) }
}

extension LoadPlan.ResourceKind {
  var federated: ResourceKind {
    switch self {
    case .configMap: .configMap
    case .secret: .secret
    case .service: .service
    case .endpointSlice: .endpointSlice
    case .deployment: .deployment
    }
  }
}
