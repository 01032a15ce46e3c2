/// Columns of a diagram and how to draw a line across them.
struct DiagramCanvas {
  let nodes: [NodeID]
  let width: Int
  /// Columns of text before the first node's.
  static let margin = 10
  let column: Int

  init(nodes: [NodeID], width: Int) {
    self.nodes = nodes
    self.width = width
    column = max(6, (width - Self.margin) / max(1, nodes.count))
  }

  /// Where the column of `node` begins; nil if it is not drawn.
  func place(of node: NodeID) -> Int? {
    nodes.firstIndex(of: node).map { Self.margin + $0 * column }
  }

  var header: String {
    var line = Array("  time, s")
    for node in nodes { write("\(node)", at: place(of: node) ?? 0, on: &line) }
    return String(line)
  }

  /// A line at `time` with the sign of each node in its column.
  func line(at time: SimTime, signs: [Character]) -> [Character] {
    var line = Array("  " + Self.seconds(time))
    for (i, sign) in signs.enumerated() {
      write(String(sign), at: Self.margin + i * column, on: &line)
    }
    return line
  }

  /// Writes `text` from `place` on, over what is there, as far as the width goes.
  func write(_ text: String, at place: Int, on line: inout [Character]) {
    var text = Array(text)
    let room = width - place
    if text.count > room { text = Array(text.prefix(max(0, room - 1))) + ["~"] }
    while line.count < place + text.count { line.append(" ") }
    for (i, character) in text.enumerated() where place + i < width {
      line[place + i] = character
    }
  }

  /// An arrow from one place to another with a word in its shaft.
  func arrow(from: Int, to: Int, _ word: String, tip: Character, on line: inout [Character]) {
    let (low, high) = (min(from, to) + 1, max(from, to) - 1)
    guard low <= high else { return }
    var shaft = Array(repeating: Character("-"), count: high - low + 1)
    let room = shaft.count - 2
    let label = word.count > room ? String(word.prefix(max(0, room))) : word
    // Near its sender, so that several arrows that start together can be read.
    let start = from < to ? 1 : max(1, shaft.count - 1 - label.count)
    for (i, character) in label.enumerated() where start + i < shaft.count {
      shaft[start + i] = character
    }
    if from < to { shaft[shaft.count - 1] = tip } else { shaft[0] = tip == ">" ? "<" : tip }
    write(String(shaft), at: low, on: &line)
    write("o", at: from, on: &line)
  }

  /// Milliseconds of a second: "4.113".
  static func seconds(_ time: SimTime) -> String {
    let millis = time.nanoseconds / 1_000_000
    return "\(millis / 1_000)." + String(1_000 + millis % 1_000).dropFirst()
  }
}
