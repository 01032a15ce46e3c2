/// The seeds of a test: a pure function of its name, so that it meets the same trials on every
/// machine and every day.
struct Seeds: Sendable {
  private let root: UInt64

  /// `test` is the name of the test and its file.
  init(test: String, fresh: UInt64? = nil) {
    let name = test.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    root = fresh.map { mixed($0 ^ name) } ?? name
  }

  /// The seed of run `number`, 0 to 2^53 - 1.
  func seed(_ number: Int) -> UInt64 {
    mixed(root &+ UInt64(number) &* 0x9E37_79B9_7F4A_7C15) >> 11
  }
}
