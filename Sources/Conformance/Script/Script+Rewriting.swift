extension Script {
  /// The file with `actuals` in place of what the first cases expect; nil leaves a case as it is.
  func rewritten(_ actuals: [[UInt8]?]) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    for (test, actual) in zip(cases, actuals) {
      guard let actual else { continue }
      for line in lines[position..<test.expectedLines.lowerBound] { bytes += line }
      // The file may end with the separator.
      if bytes.last != newline { bytes.append(newline) }
      bytes += Self.expectation(of: actual)
      position = test.expectedLines.upperBound
    }
    for line in lines[position...] { bytes += line }
    return bytes
  }

  /// The lines that expect `actual`. A blank line in it would end the case, and a separator at its
  /// beginning would be taken for the other form, so that both need doubled separators.
  static func expectation(of actual: [UInt8]) -> [UInt8] {
    let texts = textLines(actual)
    let isPlain = !texts.contains { trim($0).isEmpty }
    if isPlain, texts.first.map({ !$0.elementsEqual("----".utf8) }) ?? true { return actual }
    return Array("----\n".utf8) + actual + Array("----\n----\n".utf8)
  }
}
