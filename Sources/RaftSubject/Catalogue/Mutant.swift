import Invariants
import KeyValue
import RaftCore
import RaftHost

/// One fault of the catalogue: what to plant, and what is expected to see it.
public struct Mutant: Sendable {
  /// Its number: that of the catalogue of consensus bugs with the variant ("B02a"), that of the
  /// list of mutants ("M05"), or of the mutants of the harness ("G1").
  public var id: String
  /// As `--mutant` takes it.
  public var name: String
  /// What is wrong with it, in one line.
  public var summary: String
  /// The rows of both lists that it stands for.
  public var sources: String
  public var core = CoreMutations()
  public var host = HostMutations()
  public var store = StoreMutations()
  public var harness = HarnessMutations()
  /// The promises that should be seen broken, the likeliest first.
  public var expected: [Invariant]
  /// What a trial must have for it to show. All of it must come out of the common profile.
  public var needs: Set<String> = []
  /// Whether a campaign that does not find it has failed; false for what only costs time or
  /// traffic, and for the harness' own.
  public var mustFind = true

  init(
    _ id: String, _ name: String, _ sources: String, _ expected: [Invariant],
    needs: Set<String> = [], mustFind: Bool = true, _ summary: String
  ) {
    self.id = id
    self.name = name
    self.sources = sources
    self.expected = expected
    self.needs = needs
    self.mustFind = mustFind
    self.summary = summary
  }

  func core(_ mutations: CoreMutations) -> Mutant {
    var mutant = self
    mutant.core = mutations
    return mutant
  }

  func host(_ mutations: HostMutations) -> Mutant {
    var mutant = self
    mutant.host = mutations
    return mutant
  }

  func store(_ mutations: StoreMutations) -> Mutant {
    var mutant = self
    mutant.store = mutations
    return mutant
  }

  func harness(_ mutations: HarnessMutations) -> Mutant {
    var mutant = self
    mutant.harness = mutations
    return mutant
  }
}

/// All faults that can be planted in our Raft.
public enum Catalogue {
  /// In the order of the reports.
  public static let all: [Mutant] =
    elections + protection + logs + commits + durability + membership + snapshots + reads
    + progress + stores + harness

  /// The mutant of that name or number, whatever the case; nil if there is none.
  public static subscript(named name: String) -> Mutant? {
    let wanted = name.lowercased()
    return all.first { $0.name.lowercased() == wanted || $0.id.lowercased() == wanted }
  }

  /// Up to three names that `name` may have been meant to be.
  public static func suggestions(for name: String) -> [String] {
    let wanted = name.lowercased()
    guard wanted.count >= 3 else { return [] }
    let start = wanted.prefix(5)
    let close = all.map(\.name).filter {
      let known = $0.lowercased()
      return known.contains(wanted) || wanted.contains(known) || known.hasPrefix(start)
    }
    return Array(close.prefix(3))
  }
}
