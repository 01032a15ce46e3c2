import Foundation

extension Terminal {
  /// The streams of this process.
  static func system() -> Terminal {
    Terminal(
      surroundings: Surroundings(
        variables: ProcessInfo.processInfo.environment,
        output: stream(STDOUT_FILENO), error: stream(STDERR_FILENO)),
      writeOutput: { write($0, to: STDOUT_FILENO) },
      writeError: { write($0, to: STDERR_FILENO) },
      readInput: { try? InputFile.bytes(from: STDIN_FILENO).get() })
  }

  private static func stream(_ descriptor: Int32) -> Surroundings.Stream {
    guard isatty(descriptor) == 1 else { return .pipe }
    var window = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 && window.ws_col > 0
    return Surroundings.Stream(isTerminal: true, columns: isKnown ? Int(window.ws_col) : nil)
  }

  /// Writes all bytes, however many calls that takes.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> WriteResult {
    var start = 0
    while start < bytes.count {
      let written = unsafe bytes[start...].withUnsafeBytes {
        unsafe Foundation.write(descriptor, $0.baseAddress, $0.count)
      }
      if written >= 0 {
        start += written
      } else if errno == EPIPE {
        return .closed
      } else if errno != EINTR {
        return .failed(systemMessage(errno))
      }
    }
    return .written
  }
}

/// The system's words for an error number, such as "No such file or directory".
func systemMessage(_ number: Int32) -> String {
  unsafe String(cString: strerror(number))
}
