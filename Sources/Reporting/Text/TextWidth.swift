/// How many columns a terminal gives to text.
extension String {
  /// Columns: 2 for wide East Asian characters and emoji, 0 for combining marks, 1 otherwise.
  var columns: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns } }

  /// This text if it fits, else its beginning and "~".
  func cut(to width: Int) -> String {
    guard columns > width else { return self }
    guard width > 0 else { return "" }
    var (result, used) = ("", 0)
    for character in self {
      guard used + character.columns <= width - 1 else { break }
      result.append(character)
      used += character.columns
    }
    return result + "~"
  }

  func paddedRight(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(0, width - columns))
  }

  func paddedLeft(to width: Int) -> String {
    String(repeating: " ", count: Swift.max(0, width - columns)) + self
  }

  /// Lines of at most `width` columns, broken at spaces; a longer word is broken anywhere.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in unbreakableWords {
      let needed = (line.isEmpty ? 0 : line.columns + 1) + String(word).columns
      if needed <= width {
        line += (line.isEmpty ? "" : " ") + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if line.columns + character.columns > Swift.max(width, 2) {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}

extension String {
  /// The words of this text, a number and its unit being one.
  private var unbreakableWords: [String] {
    var words: [String] = []
    for word in split(separator: " ") {
      let unit = word.trimming { ",;.()".contains($0) }
      if let last = words.last?.last, last.isNumber, Self.units.contains(unit) {
        words[words.count - 1] += " \(word)"
      } else {
        words.append(String(word))
      }
    }
    return words
  }

  private static let units: Set<String> = [
    "ns", "us", "ms", "s", "h", "d", "B", "kB", "MB", "GB", "TB", "B/s", "kB/s", "MB/s", "GB/s",
    "op/s", "kop/s",
  ]
}

extension Substring {
  /// This text without the characters at its ends that `isCut` says yes to.
  fileprivate func trimming(_ isCut: (Character) -> Bool) -> String {
    var rest = drop { isCut($0) }
    while let last = rest.last, isCut(last) { rest.removeLast() }
    return String(rest)
  }
}

extension Character {
  /// Columns of one character, by its first scalar (Unicode 15, East_Asian_Width W and F).
  var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    return Self.wide.contains { $0 ~= scalar.value } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD,
  ]
}
