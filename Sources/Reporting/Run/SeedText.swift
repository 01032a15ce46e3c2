import Results

/// How seeds are named: "1..32", "1, 5, 9" or "7".
func seedText(_ seeds: [UInt64]) -> String {
  guard let first = seeds.first, let last = seeds.last else { return "none" }
  if seeds.count == 1 { return "\(first)" }
  if last - first == UInt64(seeds.count - 1) { return "\(first)..\(last)" }
  let shown = seeds.prefix(6).map { "\($0)" }.joined(separator: ", ")
  return seeds.count > 6 ? "\(shown) and \(seeds.count - 6) more" : shown
}

extension Outcome {
  /// The run's own digest; for several runs the FNV-1a hash of all of theirs, in order of seed.
  var digestText: String {
    if runs.count == 1 { return runs[0].digest }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in runs.flatMap({ Array($0.digest.utf8) }) {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// "seeds 1..32" or "seed 7".
  var seedsText: String {
    runs.count == 1 ? "seed \(seedText(runs.map(\.seed)))" : "seeds \(seedText(runs.map(\.seed)))"
  }
}
