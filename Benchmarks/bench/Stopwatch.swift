import Foundation

/// Measures time and memory; the only place that looks at a clock.
enum Stopwatch {
  /// Processor seconds that `work` took: what others run on the machine counts little.
  static func seconds(_ work: () -> Void) -> Double {
    let start = clock()
    work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  /// Forgets the process's peak memory, so that the next reading is of what came after. Linux only;
  /// elsewhere the peak is that of the whole process.
  static func forgetPeakMemory() {
    try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
  }

  /// Peak resident memory in MiB; nil where the system does not tell.
  static var peakMemory: Double? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(separator: " ").compactMap({ Double($0) }).first
    else { return nil }
    return kibibytes / 1_024
  }
}

/// Errors go to standard error, with a status that a script notices.
enum Terminal {
  static func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    exit(64)
  }
}
