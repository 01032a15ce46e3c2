/// What the key-value model knows of the operations that it was focused on.
struct KeyValueFocus: Sendable {
  /// What gets found, sorted.
  private var found: [[UInt8]]
  /// The byte that every text begins with and that is nowhere else in any, so that what a key holds
  /// says what it was put together from; nil if there is none.
  private var mark: UInt8?
  /// How many different inputs put or append a text.
  private var writers: [[UInt8]: Int] = [:]
  /// Every text that a get found, alone or among others; only with a mark.
  private var pieces: Set<[UInt8]> = []
  /// One put and one append that no get found anything of.
  private(set) var unseenPut: KeyValueModel.Input?
  private(set) var unseenAppend: KeyValueModel.Input?

  init(_ operations: [(input: KeyValueModel.Input, output: KeyValueModel.Output?)]) {
    found = []
    for case .value(let value)? in operations.map(\.output) { found.append(Array(value.utf8)) }
    found.sort { $0.lexicographicallyPrecedes($1) }
    let texts = operations.compactMap { $0.input.text.map { Array($0.utf8) } }
    for text in texts { writers[text, default: 0] += 1 }
    mark = Self.mark(of: texts.filter { !$0.isEmpty })
    if mark != nil {
      for value in found { pieces.formUnion(split(value)) }
    }
    unseenPut = operations.lazy.map(\.input).first { isUnseen($0) && $0.isPut }
    unseenAppend = operations.lazy.map(\.input).first { isUnseen($0) && !$0.isPut }
  }

  /// Whether some get found `text` or something that begins with it.
  func isBeginning(_ text: [UInt8]) -> Bool {
    // The first that does not precede it begins with it if any does.
    var (low, high) = (0, found.count)
    while low < high {
      let middle = (low + high) / 2
      if found[middle].lexicographicallyPrecedes(text) { low = middle + 1 } else { high = middle }
    }
    return low < found.count && found[low].starts(with: text)
  }

  /// Whether after the put or append no get found anything before the next put.
  func isUnseen(_ input: KeyValueModel.Input) -> Bool {
    switch input {
    case .get: false
    case .put(_, let text): !isBeginning(Array(text.utf8))
    case .append(_, let text): mark != nil && !text.isEmpty && !pieces.contains(Array(text.utf8))
    }
  }

  /// Whether only the input whose text this is explains that a get found `value`.
  func needs(_ text: String, in value: String) -> Bool {
    let text = Array(text.utf8)
    return mark != nil && writers[text] == 1 && !text.isEmpty
      && split(Array(value.utf8)).contains(text)
  }

  /// The byte that begins all texts and is nowhere else in them.
  private static func mark(of texts: [[UInt8]]) -> UInt8? {
    guard let mark = texts.first?.first else { return nil }
    let isMark = texts.allSatisfy { $0.first == mark && !$0.dropFirst().contains(mark) }
    return isMark ? mark : nil
  }

  /// The pieces of `value`, each beginning with the mark.
  private func split(_ value: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    var start = value.startIndex
    for i in value.indices.dropFirst() where value[i] == mark {
      pieces.append(Array(value[start..<i]))
      start = i
    }
    if !value.isEmpty { pieces.append(Array(value[start...])) }
    return pieces
  }
}

extension KeyValueModel.Input {
  /// What it puts or appends; nil for a get.
  var text: String? {
    switch self {
    case .get: nil
    case .put(_, let text), .append(_, let text): text
    }
  }

  var isPut: Bool {
    if case .put = self { true } else { false }
  }
}
