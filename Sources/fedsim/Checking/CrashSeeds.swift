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

  /// Writes those under test now to standard error, digit by digit, as a process may that is about
  /// to die.
  static func tell() {
    for seed in seeds {
      var rest = seed.value.load(ordering: .relaxed)
      guard rest != .max else { continue }
      put("It was under test with: fedsim check --seed ")
      var digits: UInt64 = 1
      while rest / digits >= 10 { digits *= 10 }
      while digits > 0 {
        putDigit(rest / digits)
        rest %= digits
        digits /= 10
      }
      put("\n")
    }
  }

  private static func put(_ text: StaticString) {
    _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }

  private static func putDigit(_ digit: UInt64) {
    var byte = UInt8(48 + digit % 10)
    _ = unsafe write(STDERR_FILENO, &byte, 1)
  }
}
