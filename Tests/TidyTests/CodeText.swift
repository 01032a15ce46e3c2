/// Takes comments and the insides of strings out of Swift text, keeping every line where it was.
///
/// It knows line and nested block comments, strings of one and of several lines, raw strings, and
/// escapes. An interpolation counts as part of its string.
enum CodeText {
  static func blanked(_ text: [UInt8]) -> [UInt8] {
    var scanner = Scanner(text)
    scanner.scan()
    return scanner.output
  }

  private struct Scanner {
    let input: [UInt8]
    var output: [UInt8] = []
    var at = 0

    private static let quote = UInt8(ascii: "\"")
    private static let slash = UInt8(ascii: "/")
    private static let star = UInt8(ascii: "*")
    private static let pound = UInt8(ascii: "#")
    private static let newline = UInt8(ascii: "\n")

    init(_ input: [UInt8]) {
      self.input = input
      output.reserveCapacity(input.count)
    }

    mutating func scan() {
      while at < input.count {
        let byte = input[at]
        if byte == Self.slash, next == Self.slash {
          while at < input.count, input[at] != Self.newline { blank() }
        } else if byte == Self.slash, next == Self.star {
          blankBlockComment()
        } else if byte == Self.quote || byte == Self.pound, let pounds = poundsOfString() {
          blankString(pounds: pounds)
        } else {
          output.append(byte)
          at += 1
        }
      }
    }

    private var next: UInt8? { at + 1 < input.count ? input[at + 1] : nil }

    private func looking(at word: [UInt8]) -> Bool {
      guard at + word.count <= input.count, input[at] == word[0] else { return false }
      return input[at..<at + word.count].elementsEqual(word)
    }

    /// How many `#` stand before the string that begins here; nil if none begins.
    private func poundsOfString() -> Int? {
      var position = at
      while position < input.count, input[position] == Self.pound { position += 1 }
      return position < input.count && input[position] == Self.quote ? position - at : nil
    }

    private mutating func blank(_ count: Int = 1) {
      for _ in 0..<count where at < input.count {
        output.append(input[at] == Self.newline ? Self.newline : UInt8(ascii: " "))
        at += 1
      }
    }

    private mutating func blankBlockComment() {
      var depth = 0
      repeat {
        if input[at] == Self.slash, next == Self.star {
          depth += 1
          blank(2)
        } else if input[at] == Self.star, next == Self.slash {
          depth -= 1
          blank(2)
        } else {
          blank()
        }
      } while depth > 0 && at < input.count
    }

    private mutating func blankString(pounds: Int) {
      blank(pounds)
      let isLong = looking(at: [Self.quote, Self.quote, Self.quote])
      let quotes = [UInt8](repeating: Self.quote, count: isLong ? 3 : 1)
      let marks = [UInt8](repeating: Self.pound, count: pounds)
      let (ending, escape) = (quotes + marks, [UInt8(ascii: "\\")] + marks)
      output.append(contentsOf: quotes)
      at += quotes.count
      while at < input.count {
        if looking(at: ending) {
          output.append(contentsOf: quotes)
          at += quotes.count
          return blank(pounds)
        }
        if !isLong, input[at] == Self.newline { return }
        if looking(at: escape + [UInt8(ascii: "(")]) {
          blankInterpolation(escape.count)
        } else {
          blank(looking(at: escape) ? escape.count + 1 : 1)
        }
      }
    }

    /// An interpolation may hold strings of its own.
    private mutating func blankInterpolation(_ length: Int) {
      blank(length + 1)
      var depth = 1
      while at < input.count, depth > 0 {
        if let pounds = poundsOfString() {
          let start = output.count
          blankString(pounds: pounds)
          for i in start..<output.count where output[i] == Self.quote { output[i] = 32 }
          continue
        }
        if input[at] == UInt8(ascii: "(") { depth += 1 }
        if input[at] == UInt8(ascii: ")") { depth -= 1 }
        blank()
      }
    }
  }
}
