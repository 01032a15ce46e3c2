import TestSupport
import XCTest

/// What a library must not mention: clocks, threads, the outside, foreign randomness, inexact
/// mathematics, ways to crash on input (simulation testing: D1 to D5 and T9).
final class BannedNameTests: XCTestCase {
  private struct Ban {
    var names: [String]
    var reason: String
    /// Files that may, relative to the package.
    var exempt: [String] = []
  }

  /// Whole words; "name(" is a call of a free function, ".name(" one of a method, "name!" forced.
  private static let bans = [
    Ban(
      names: [
        "Date", "DateFormatter", "ContinuousClock", "SuspendingClock", "DispatchTime",
        "CFAbsoluteTimeGetCurrent", "clock_gettime", "gettimeofday", "mach_absolute_time",
      ], reason: "time is the agenda's"),
    Ban(
      names: [
        "Task", "TaskGroup", "async", "await", "Thread", "DispatchQueue", "DispatchGroup",
        "DispatchSemaphore", "OperationQueue", "NSLock", "pthread_create", "Mutex", "MainActor",
      ], reason: "a run is synchronous; runs are parallel only to each other"),
    Ban(
      names: ["Atomic"], reason: "a run is synchronous",
      exempt: ["Sources/Experiments/RunControl.swift"]),
    Ban(
      names: [
        "SystemRandomNumberGenerator", "RandomNumberGenerator", ".random(", ".randomElement(",
        ".shuffled(", ".shuffle(", "arc4random", "drand48", "UUID",
      ], reason: "randomness comes from keyed draws",
      // Fresh seeds, when the environment asks for them.
      exempt: ["Sources/ConsensusTesting/Surroundings.swift"]),
    Ban(
      names: ["hashValue", "Hasher", "ObjectIdentifier"],
      reason: "hashes and addresses differ between processes"),
    Ban(
      names: [
        "exp", "exp2", "exp10", "expm1", "log2", "log10", "log1p", "pow", "sin", "cos", "tan",
        "asin", "acos", "atan", "atan2", "cbrt", "hypot", "tgamma", "lgamma", "erf", "fma",
      ].map { $0 + "(" } + [".addingProduct("],
      reason: "the last bit differs between platforms",
      // It draws the marks of an axis, and decides nothing.
      exempt: ["Sources/Reporting/Charts/LogAxis.swift"]),
    Ban(
      names: [
        "Foundation", "Glibc", "Darwin", "FileManager", "FileHandle", "ProcessInfo", "getenv",
        "URL", "Bundle", "Process", "stdout", "stderr", "print(", "debugPrint(", "dump(",
        "readLine", "CommandLine",
      ], reason: "only the executable touches the outside",
      // A library for tests reads what the environment asks for, and keeps failing trials.
      exempt: [
        "Sources/ConsensusTesting/Surroundings.swift", "Sources/ConsensusTesting/Fixture.swift",
      ]),
    Ban(
      names: ["fatalError", "try!", "as!", "unsafeBitCast", "unsafeDowncast"],
      reason: "nothing that input can reach may crash"),
  ]

  func testLibrariesMentionNothingThatIsBanned() throws {
    let files = try SwiftFile.ofLibraries()
    XCTAssertGreaterThan(files.count, 80, "the libraries were not found")
    var bans: [String: Ban] = [:]
    for ban in Self.bans { for name in ban.names { bans[name] = ban } }
    for file in files {
      for (line, name) in Self.mentions(of: Set(bans.keys), in: file) {
        guard let ban = bans[name], !ban.exempt.contains(file.path) else { continue }
        XCTFail("\(file.path):\(line): \(name): \(ban.reason)")
      }
    }
  }

  func testFindsWhatIsBannedAndNothingElse() {
    let file = SwiftFile(
      path: "Sources/X/Y.swift",
      text: """
        // Date in a comment, and "print(" too
        let a = "Date(), \\(b("Task")) and exp("
        let b = Date ()
        let c = exp(1), d = x.exp(2), e = regexp(3)
        let f = try! g()
        let Dates = 3, myTask = 4
        let h = [1].shuffled(using: &i)
        """)
    let names = Set(Self.bans.flatMap(\.names))
    XCTAssertEqual(
      Self.mentions(of: names, in: file).map { "\($0.line) \($0.name)" },
      ["3 Date", "4 exp(", "5 try!", "7 .shuffled("])
  }

  /// Where the code of `file` says one of `names`, in the order of lines.
  private static func mentions(
    of names: Set<String>, in file: SwiftFile
  ) -> [(line: Int, name: String)] {
    var found: [(line: Int, name: String)] = []
    for (n, line) in file.code.enumerated() {
      for word in line.split(whereSeparator: { !$0.isWord }) {
        let before = word.startIndex > line.startIndex ? line[word.startIndex - 1] : 32
        let after = word.endIndex < line.endIndex ? line[word.endIndex] : 32
        let isMember = before == UInt8(ascii: ".")
        let name = word.text
        var forms = isMember ? [] : [name]
        if after == UInt8(ascii: "(") { forms.append((isMember ? "." : "") + name + "(") }
        if after == UInt8(ascii: "!") { forms.append(name + "!") }
        found += forms.filter(names.contains).map { (n + 1, $0) }
      }
    }
    return found
  }
}
