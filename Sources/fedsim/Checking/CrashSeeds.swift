import Foundation
import Synchronization

/// The seeds under test, one a thread, for whoever has to tell them when the subject traps.
enum CrashSeeds {
  private static let slots = 64
  private final class AtomicSeed: Sendable {
    let value = Atomic<UInt64>(.max)
  }

  private static let seeds: [AtomicSeed] = (0..<slots).map { _ in AtomicSeed() }
  private static let next = Atomic<Int>(0)

  private static var slot: AtomicSeed {
    let key = "fedsim.check.slot"
    let dictionary = Thread.current.threadDictionary
    if let number = dictionary[key] as? Int { return seeds[number % slots] }
    let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
    dictionary[key] = number
    return seeds[number % slots]
  }

  static func enter(_ seed: UInt64) { slot.value.store(seed, ordering: .relaxed) }

  static func leave() { slot.value.store(.max, ordering: .relaxed) }

  /// Those under test now.
  static var running: [UInt64] {
    seeds.map { $0.value.load(ordering: .relaxed) }.filter { $0 != .max }
  }
}
