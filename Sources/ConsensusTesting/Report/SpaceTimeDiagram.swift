/// The story of a failure: a column a node, time down, an arrow from the column of the sender to
/// that of the receiver on the line of the arrival. Only what the finding follows from is drawn.
///
///     x lost   ! arrived twice   z paused   # disk failed   . down   F P C L N roles, with terms
public struct SpaceTimeDiagram {
  /// How it is drawn.
  public struct Style: Hashable, Sendable {
    /// Columns of text, 40 to 200.
    public var width = 80
    /// Most lines of events; the latest are drawn.
    public var height = 28
    /// Whether to mark crashes and losses by colour as well.
    public var hasColor = false

    public init() {}
  }

  public let lines: [String]

  public init(_ trace: [TraceRecord], of finding: Finding, nodes: Int, style: Style = Style()) {
    let past = CausalPast(of: finding, in: trace).records
    let shown = Self.columns(past, finding, nodes)
    let canvas = DiagramCanvas(nodes: shown, width: min(200, max(40, style.width)))
    var rows = DiagramRows(canvas: canvas)
    for record in past { rows.add(record) }
    let all = rows.finished()
    let left = all.count - style.height
    var lines = [canvas.header]
    if left > 0 { lines.append("  ... \(left) earlier lines are left out") }
    lines += all.suffix(style.height)
    let hidden = nodes - shown.count
    if hidden > 0 {
      lines.append("  not drawn, for they take no part: \(hidden) of \(nodes) nodes")
    }
    self.lines = style.hasColor ? lines.map(Self.coloured) : lines
  }

  /// The nodes that send, crash or change roles in what is drawn; at most nine.
  private static func columns(
    _ past: [TraceRecord], _ finding: Finding, _ nodes: Int
  ) -> [NodeID] {
    var active = NodeSet(finding.nodes)
    for record in past {
      switch record.kind {
      case .receive, .role, .crash, .answer, .halt:
        if let node = record.node { active.insert(node) }
      default: break
      }
    }
    let chosen = active.nodes.isEmpty ? (0..<nodes).map { NodeID($0) } : active.nodes
    guard chosen.count > 9 else { return chosen }
    let named = finding.nodes.prefix(9)
    let others = chosen.filter { !named.contains($0) }.prefix(9 - named.count)
    return (named + others).sorted()
  }

  /// What is lost or down in bold, for terminals.
  private static func coloured(_ line: String) -> String {
    line.contains("CRASH") || line.contains("HALT") ? "\u{1B}[1m\(line)\u{1B}[0m" : line
  }
}
