import Results

/// One `--set path=value`, with its place in the text that all of them make up.
struct Override {
  struct Segment {
    var text: String
    var span: SourceSpan
  }
  var path: [Segment]
  var value: JSONNode
}

extension Override {
  /// Reads the override that stands at `range` of `text`; nil after a report.
  static func reading(
    _ range: Range<Int>, of bytes: [UInt8], findings: inout Findings
  ) -> Override? {
    let whole = SourceSpan(range, in: .overrides)
    guard let equals = bytes[range].firstIndex(of: UInt8(ascii: "=")) else {
      findings.add(
        .badOverride, "an override is written path=value", at: whole,
        help: "for example --set duration=30s")
      return nil
    }
    var path: [Segment] = []
    var start = range.lowerBound
    for part in bytes[range.lowerBound..<equals].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    {
      start = part.startIndex
      let text = String(decoding: part, as: UTF8.self)
      path.append(Segment(text: text, span: SourceSpan(start..<part.endIndex, in: .overrides)))
    }
    guard path.count <= JSONText.depthLimit, !path.contains(where: \.text.isEmpty) else {
      findings.add(
        .badOverride, "the path of an override holds an empty name, or too many", at: whole)
      return nil
    }
    guard let value = value(equals + 1..<range.upperBound, of: bytes, &findings) else { return nil }
    return Override(path: path, value: value)
  }

  /// JSON where it looks like it, else a plain text: `30s` needs no quotes.
  private static func value(
    _ range: Range<Int>, of bytes: [UInt8], _ findings: inout Findings
  ) -> JSONNode? {
    let text = String(decoding: bytes[range], as: UTF8.self)
    let span = SourceSpan(range, in: .overrides)
    switch text {
    case "true": return JSONNode(value: .bool(true), span: span)
    case "false": return JSONNode(value: .bool(false), span: span)
    case "null": return JSONNode(value: .null, span: span)
    default: break
    }
    if case .success(let number) = JSONNumber.reading(text) {
      return JSONNode(value: .number(number), span: span)
    }
    if let first = text.first, "{[\"".contains(first) {
      let part = Array(bytes[..<range.upperBound])
      return JSONText.parse(part, from: range.lowerBound, origin: .overrides, findings: &findings)
        .root
    }
    return JSONNode(value: .string(text), span: span)
  }

  /// Puts the value in its place in `root`, or reports why there is none.
  func apply(to root: inout JSONNode, findings: inout Findings) {
    put(at: path[...], in: &root, &findings)
  }

  private func put(
    at path: ArraySlice<Segment>, in node: inout JSONNode, _ findings: inout Findings
  ) {
    guard let segment = path.first else {
      node = value
      return
    }
    switch node.value {
    case .object(var members):
      node.value = .null
      if let index = members.firstIndex(where: { $0.key == segment.text }) {
        put(at: path.dropFirst(), in: &members[index].value, &findings)
      } else {
        var added = JSONNode(value: .object([]), span: segment.span)
        put(at: path.dropFirst(), in: &added, &findings)
        members.append(JSONMember(key: segment.text, keySpan: segment.span, value: added))
      }
      node.value = .object(members)
    case .array(var elements):
      guard let index = index(of: segment, in: elements, &findings) else { return }
      node.value = .null
      put(at: path.dropFirst(), in: &elements[index], &findings)
      node.value = .array(elements)
    default:
      findings.add(
        .badOverride, "there is nothing called \(quoted(segment.text)) here", at: segment.span,
        label: "inside \(node.kindName)", related: [(node.caret, "in this value")])
    }
  }

  private func index(
    of segment: Segment, in elements: [JSONNode], _ findings: inout Findings
  ) -> Int? {
    func name(_ node: JSONNode) -> String? {
      node.string ?? node["name"]?.string ?? node["id"]?.string
    }
    if let index = elements.firstIndex(where: { name($0) == segment.text }) { return index }
    if let index = Int(segment.text), elements.indices ~= index { return index }
    let names = elements.compactMap(name)
    let near = nearestName(to: segment.text, among: names)
    let range = elements.isEmpty ? "the list is empty" : "numbers: 0 to \(elements.count - 1)"
    let list =
      names.isEmpty ? "" : "; names: \(names.prefix(8).map(harmless).joined(separator: ", "))"
    findings.add(
      .badOverride, "the list has no element \(quoted(segment.text))", at: segment.span,
      help: near.map { "did you mean \(quoted($0))?" } ?? range + list)
    return nil
  }
}
