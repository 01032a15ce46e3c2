import Results

/// One option as it is declared: the same text is shown in the help and read by the parser.
struct OptionSpec: Sendable {
  /// As the help shows it: "-o, --output <file>".
  let label: String
  /// What it does, folded at 80 columns by the help.
  let help: String
  /// With the dashes, longest form last: ["-o", "--output"].
  let names: [String]
  /// "<file>"; nil for a flag.
  let valueName: String?
  /// What is wrong with a value, or nil.
  let complaint: @Sendable (String) -> BadValue?

  init(
    _ label: String, _ help: String,
    complaint: @escaping @Sendable (String) -> BadValue? = { _ in nil }
  ) {
    var names: [String] = []
    var value: String?
    for word in label.split(separator: " ") {
      if word.hasPrefix("-") {
        names.append(String(word.hasSuffix(",") ? word.dropLast() : word))
      } else {
        value = String(word)
      }
    }
    precondition(names.last?.hasPrefix("--") == true, "\(label) declares no long name")
    (self.label, self.help, self.names, self.valueName) = (label, help, names, value)
    self.complaint = complaint
  }

  /// The long name, which identifies the option: "--output".
  var name: String { names[names.count - 1] }

  /// As an error names it: "--output <file>".
  var nameWithValue: String { valueName.map { "\(name) \($0)" } ?? name }
}

/// Why a value cannot be meant, and what was probably meant.
struct BadValue: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// A word that is none of `choices`.
  init(_ word: String, noneOf choices: [String]) {
    let guess = nearestName(to: word, among: choices).map { "Did you mean '\($0)'? " } ?? ""
    reason = "\(guess)One of: \(choices.joined(separator: ", "))."
  }
}

/// An option that is on or off; `--no-x` turns `--x` off again.
struct Flag: Sendable {
  let spec: OptionSpec

  init(_ label: String, _ help: String) {
    spec = OptionSpec(label, help)
    precondition(spec.valueName == nil, "the flag \(label) declares a value")
  }
}

/// An option with a value of a type; it may be repeated, and the command decides what that means.
struct ValueOption<Value: Sendable>: Sendable {
  typealias Reader = @Sendable (String) throws(BadValue) -> Value

  let spec: OptionSpec
  let read: Reader

  init(_ label: String, _ help: String, read: @escaping Reader) {
    self.read = read
    spec = OptionSpec(label, help) { text in
      do throws(BadValue) {
        _ = try read(text)
        return nil
      } catch {
        return error
      }
    }
    precondition(spec.valueName != nil, "the option \(label) declares no value")
  }
}

extension ValueOption where Value == String {
  /// An option that takes any text but the empty one.
  init(_ label: String, _ help: String) {
    self.init(label, help) { text throws(BadValue) in
      if text.isEmpty { throw BadValue("It is empty.") }
      return text
    }
  }
}

extension ValueOption
where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
  /// An option that takes one word of an enumeration.
  init(oneOf label: String, _ help: String) {
    self.init(label, help) { text throws(BadValue) in try readWord(text) }
  }
}

/// The case of that name.
func readWord<Word: CaseIterable & RawRepresentable>(_ text: String) throws(BadValue) -> Word
where Word.RawValue == String {
  guard let word = Word(rawValue: text) else {
    throw BadValue(text, noneOf: Word.allCases.map(\.rawValue))
  }
  return word
}

/// A comma-separated list, each part read alike; spaces around a part do not count.
func readList<Part>(
  _ text: String, _ read: (String) throws(BadValue) -> Part
) throws(BadValue) -> [Part] {
  var parts: [Part] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    let word = part.trimmingPrefix(while: \.isWhitespace)
    let end = word.lastIndex { !$0.isWhitespace }.map(word.index(after:)) ?? word.startIndex
    guard end > word.startIndex else { throw BadValue("A part of the list is empty.") }
    do throws(BadValue) {
      parts.append(try read(String(word[..<end])))
    } catch {
      let isAlone = !text.contains(",")
      throw isAlone ? error : BadValue("'\(word[..<end])': \(error.reason)")
    }
  }
  return parts
}
