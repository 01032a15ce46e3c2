/// One line of a comparison.
public struct DifferenceLine: Equatable, Sendable, CustomStringConvertible {
  public enum Side: String, Sendable {
    case both = " "
    /// Expected, but not there.
    case expected = "-"
    /// There, but not expected.
    case actual = "+"
  }

  public var side: Side
  public var text: String

  /// The line with its mark in front.
  public var description: String { side.rawValue + text }
}

/// How `actual` differs from `expected`, line by line, by a longest common subsequence. O(n·m) in
/// the part that differs.
func difference(expected: [String], actual: [String]) -> [DifferenceLine] {
  let start = zip(expected, actual).prefix { same($0, $1) }.count
  let rest = (expected[start...], actual[start...])
  let end = zip(rest.0.reversed(), rest.1.reversed()).prefix { same($0, $1) }.count
  let old = Array(rest.0.dropLast(end))
  let new = Array(rest.1.dropLast(end))
  var lines = expected[..<start].map { DifferenceLine(side: .both, text: $0) }
  lines += middle(old, new)
  lines += expected.suffix(end).map { DifferenceLine(side: .both, text: $0) }
  return lines
}

private func middle(_ old: [String], _ new: [String]) -> [DifferenceLine] {
  // Beyond this size nobody reads the difference, and it would cost too much.
  guard old.count * new.count <= 4_000_000 else {
    return old.map { DifferenceLine(side: .expected, text: $0) }
      + new.map { DifferenceLine(side: .actual, text: $0) }
  }
  // Length of the longest common subsequence of what follows each pair of positions.
  var lengths = [[Int]](
    repeating: [Int](repeating: 0, count: new.count + 1), count: old.count + 1)
  for i in old.indices.reversed() {
    for j in new.indices.reversed() {
      lengths[i][j] =
        same(old[i], new[j])
        ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
    }
  }
  var lines: [DifferenceLine] = []
  var (i, j) = (0, 0)
  while i < old.count || j < new.count {
    if i < old.count, j < new.count, same(old[i], new[j]) {
      lines.append(DifferenceLine(side: .both, text: old[i]))
      (i, j) = (i + 1, j + 1)
    } else if j == new.count || (i < old.count && lengths[i + 1][j] >= lengths[i][j + 1]) {
      lines.append(DifferenceLine(side: .expected, text: old[i]))
      i += 1
    } else {
      lines.append(DifferenceLine(side: .actual, text: new[j]))
      j += 1
    }
  }
  return lines
}

/// Byte for byte: Swift's own comparison takes different spellings of a letter for the same.
private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
