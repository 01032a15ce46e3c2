/// Help pages: labels at column 2, text at column 26, folded at 80, as swift-argument-parser lays
/// them out.
enum HelpText {
  static let width = 80
  static let textColumn = 26

  /// The page of one command.
  static func page(for spec: CommandSpec) -> String {
    var sections = [
      fold("OVERVIEW: \(spec.overview)", indent: 0),
      fold("USAGE: \(spec.usageLine)", indent: 0, hanging: 7),
    ]
    if !spec.examples.isEmpty { sections.append(block("EXAMPLES", spec.examples)) }
    if !spec.arguments.isEmpty {
      sections.append(block("ARGUMENTS", spec.arguments.map { row($0.label, $0.help) }))
    }
    let helpRow = row(GlobalOptions.help.spec.label, GlobalOptions.help.spec.help)
    sections.append(block("OPTIONS", spec.options.map { row($0.label, $0.help) } + [helpRow]))
    for table in spec.tables {
      sections.append(block(table.title, table.rows.map { row($0.label, $0.help) }))
    }
    if !spec.note.isEmpty { sections.append(fold(spec.note, indent: 0)) }
    sections.append(
      fold(
        "The global options (--format, --output, --color, --width, ...) are listed by "
          + "'fedsim --help'.", indent: 0))
    return sections.joined(separator: "\n")
  }

  /// The first page: what there is.
  static func rootPage(for root: CommandSpec, commands: [CommandSpec]) -> String {
    [
      fold("OVERVIEW: \(root.overview)", indent: 0),
      "USAGE: \(root.usageLine)\n",
      block("EXAMPLES", root.examples),
      block("SUBCOMMANDS", commands.map { row($0.name, $0.summary) }),
      block("GLOBAL OPTIONS", GlobalOptions.all.map { row($0.label, $0.help) }),
      fold("See 'fedsim help <subcommand>' for the options of one of them.", indent: 0),
    ].joined(separator: "\n")
  }

  static func block(_ title: String, _ rows: [String]) -> String {
    "\(title):\n" + rows.map { $0.hasSuffix("\n") ? $0 : "  \($0)\n" }.joined()
  }

  /// A label and its text beside it, or below it when the label is too long.
  static func row(_ label: String, _ text: String) -> String {
    let head = "  " + label
    let body = fold(text, indent: textColumn)
    guard head.count < textColumn else { return head + "\n" + body }
    return head + String(body.dropFirst(head.count))
  }

  /// Lines of at most 80 columns, broken at spaces, each ending in a newline.
  static func fold(_ text: String, indent: Int, hanging: Int? = nil) -> String {
    let first = TextFold.lines(text, width: width - indent)
    guard let hanging else { return indented(first, by: indent) }
    let head = first[0]
    let rest = text.dropFirst(head.count)
    return indented([head], by: indent)
      + (rest.isEmpty
        ? "" : indented(TextFold.lines(String(rest), width: width - hanging), by: hanging))
  }

  private static func indented(_ lines: [String], by indent: Int) -> String {
    lines.map { String(repeating: " ", count: indent) + $0 + "\n" }.joined()
  }
}
