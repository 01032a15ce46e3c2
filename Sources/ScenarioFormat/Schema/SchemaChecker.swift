import Results

/// Holds a JSON tree against the table of keys, and reports everything that does not fit.
struct SchemaChecker {
  var findings: Findings
  /// Whether a key that is missing may be reported; not so when the text was hard to read.
  let demandsKeys: Bool

  mutating func check(_ node: JSONNode, _ object: SchemaObject) {
    guard let members = node.members else {
      return refuse(node, .object(object), subject: "the file")
    }
    let variant = object.variants.flatMap { node[$0.key]?.string }
    let fields = object.fields(variant: variant)
    for member in members where !isPrivate(member.key) {
      if let field = fields.first(where: { $0.key == member.key }) {
        check(member.value, field.type, subject: quoted(member.key))
      } else {
        reportUnknown(member, object, fields)
      }
    }
    guard demandsKeys else { return }
    for field in fields where field.isRequired && node[field.key] == nil {
      findings.add(
        .missingKey, "\(object.phrase) needs \(quoted(field.key))", at: node.span.opening,
        help: "\(quoted(field.key)): \(field.summary)")
    }
  }

  /// Keys that belong to their authors or to editors.
  private func isPrivate(_ key: String) -> Bool { key.hasPrefix("x-") || key == "$schema" }

  private mutating func reportUnknown(
    _ member: JSONMember, _ object: SchemaObject, _ fields: [SchemaField]
  ) {
    let keys = fields.map(\.key).sorted()
    let namesDelay = ["latency", "delay", "lag", "ping"].contains(member.key.lowercased())
    if namesDelay && keys.contains("rtt") {
      findings.add(
        .bareLatency,
        "\(quoted(member.key)) does not say whether it is a round trip or one way",
        at: member.keySpan,
        help: keys.contains("oneWay")
          ? "write \"rtt\" for there and back, or \"oneWay\"" : "write \"rtt\" for there and back")
      return
    }
    let list = "keys: \(keys.joined(separator: ", "))"
    var help = list
    if let advice = object.refusals[member.key] {
      help = "\(advice) (\(list))"
    } else if let near = nearestName(to: member.key, among: keys) {
      help = "did you mean \(quoted(near))? (\(list))"
    }
    findings.add(
      .unknownKey, "unknown key \(quoted(member.key)) in \(object.phrase)", at: member.keySpan,
      help: help)
  }

  /// Checks `node` as the value called `subject`.
  mutating func check(_ node: JSONNode, _ type: SchemaType, subject: String) {
    if node.isInvalid { return }
    guard let type = type.alternative(for: node) else {
      return refuse(node, type, subject: subject)
    }
    switch type {
    case .text, .name, .reference, .choice:
      checkText(node, type, subject)
    case .boolean:
      if case .bool = node.value { return }
      refuse(node, type, subject: subject)
    case .integer, .decimal, .duration, .rate, .percentage, .size, .bandwidth:
      if case .failure(let misfit) = type.grains(node) {
        report(misfit, node, type, subject)
      }
    case .list(let element, let counts):
      checkList(node, element, counts, type, subject)
    case .pair(let first, let second):
      guard let elements = node.elements else { return refuse(node, type, subject: subject) }
      guard elements.count == 2 else {
        return reportCount(node, elements.count, "2 values", subject)
      }
      check(elements[0], first, subject: "the first value of \(subject)")
      check(elements[1], second, subject: "the second value of \(subject)")
    case .map(_, let value):
      guard let members = node.members else { return refuse(node, type, subject: subject) }
      for member in members where !isPrivate(member.key) {
        check(member.value, value, subject: quoted(member.key))
      }
    case .object(let object):
      guard node.members != nil else { return refuse(node, type, subject: subject) }
      check(node, object)
    case .either:
      refuse(node, type, subject: subject)
    }
  }

  private mutating func checkList(
    _ node: JSONNode, _ element: SchemaType, _ counts: ClosedRange<Int>, _ type: SchemaType,
    _ subject: String
  ) {
    guard let elements = node.elements else { return refuse(node, type, subject: subject) }
    if !counts.contains(elements.count) {
      let wanted =
        counts.count == 1
        ? counted(counts.lowerBound, "value")
        : "\(counts.lowerBound) to \(counts.upperBound) values"
      reportCount(node, elements.count, wanted, subject)
    }
    for child in elements.prefix(counts.upperBound) {
      check(child, element, subject: "an element of \(subject)")
    }
  }

  private mutating func reportCount(
    _ node: JSONNode, _ count: Int, _ wanted: String, _ subject: String
  ) {
    findings.add(
      .outOfRange, "\(subject) takes \(wanted), not \(count)", at: node.span.opening)
  }

  private mutating func checkText(_ node: JSONNode, _ type: SchemaType, _ subject: String) {
    guard let text = node.string else { return refuse(node, type, subject: subject) }
    switch type {
    case .choice(let names):
      guard !names.contains(text) else { return }
      let near = nearestName(to: text, among: names)
      let list = "names: \(names.joined(separator: ", "))"
      findings.add(
        .unknownChoice, "\(subject) cannot be \(quoted(text))", at: node.span,
        help: near.map { "did you mean \(quoted($0))? (\(list))" } ?? list)
    case .name:
      guard let problem = nameProblem(text) else { return }
      findings.add(.outOfRange, "\(subject) \(problem)", at: node.span)
    default:
      return
    }
  }

  private func nameProblem(_ text: String) -> String? {
    if text.isEmpty { return "is empty" }
    if text.count > 64 { return "has more than 64 characters" }
    let isPlain = text.allSatisfy { character in
      !character.isWhitespace && character != "/" && character != "\""
        && visible(character, controls: { _ in "" }) == String(character)
    }
    return isPlain ? nil : "holds a space, a slash, a quote or a control character"
  }

  private mutating func refuse(_ node: JSONNode, _ type: SchemaType, subject: String) {
    if node.isInvalid { return }
    findings.add(
      .wrongType, "\(subject) must be \(type.described), not \(node.kindName)", at: node.caret,
      help: node.value == .null ? "leave the key out for its default" : "")
  }

  private mutating func report(
    _ misfit: SchemaType.Misfit, _ node: JSONNode, _ type: SchemaType, _ subject: String
  ) {
    switch misfit {
    case .wrongType: refuse(node, type, subject: subject)
    case .fraction:
      findings.add(.outOfRange, "\(subject) must be a whole number", at: node.span)
    case .range(let words):
      findings.add(
        .outOfRange, "\(subject) is out of range", at: node.span, label: "must be \(words)")
    case .quantity(let problem, let units, let isNumber):
      findings.add(problem.finding(node, units, subject, isNumber: isNumber))
    }
  }
}

extension QuantityProblem {
  func finding(
    _ node: JSONNode, _ units: UnitTable, _ subject: String, isNumber: Bool
  ) -> Finding {
    let written = node.string ?? node.number?.text ?? ""
    let names = "units: \(units.unitNames.joined(separator: ", "))"
    let list = "(\(names))"
    func finding(_ code: DiagnosticCode, _ message: String, _ label: String = "") -> Finding {
      Finding(code: code, message: message, span: node.span, label: label, help: names)
    }
    switch self {
    case .missingUnit:
      var result = finding(
        .missingUnit, "\(units.noun) needs a unit",
        isNumber ? "number without unit" : "no unit")
      result.help = "write \(quoted(written + units.usual))   \(list)"
      return result
    case .unknownUnit(let unit):
      var result = finding(.badQuantity, "\(quoted(unit)) is no unit of \(units.noun)")
      if let near = nearestName(to: unit, among: units.unitNames) {
        result.help = "did you mean \(quoted(written.dropLast(unit.count) + near))? \(list)"
      }
      return result
    case .notANumber:
      return finding(.badQuantity, "\(quoted(written)) is not \(units.noun)")
    case .negative:
      return finding(.outOfRange, "\(subject) cannot be negative")
    case .tooFine:
      return finding(.badQuantity, "\(quoted(written)) is finer than a \(units.grain)")
    case .tooLarge:
      return finding(.outOfRange, "\(quoted(written)) is too large")
    }
  }
}
