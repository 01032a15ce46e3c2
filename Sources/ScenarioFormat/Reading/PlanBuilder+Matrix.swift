import Results
import SimNetwork

/// A matrix file, with its regions by their numbers in the plan.
struct MatrixEntry {
  var matrix: RoundTripMatrix
  var path: String
  /// For each region of the plan its row, if it has one.
  var rows: [Int?]
}

extension PlanBuilder {
  /// Reads the file that `matrix` names, and reports what is wrong with it in its own lines.
  mutating func readMatrix() {
    guard let node = root.node("matrix"), let path = node.string else { return }
    let bytes: [UInt8]
    switch matrixFile {
    case .failure(let problem):
      findings.add(
        .badMatrix, "cannot read the matrix \(quoted(path))", at: node.span,
        label: harmless(problem.message), help: "the path is relative to the scenario's folder")
      return
    case .success(let loaded): bytes = loaded
    }
    do throws(RoundTripMatrixError) {
      let matrix = try RoundTripMatrix(csv: bytes) { nearestName(to: $0, among: $1) }
      let rows = regions.map { region in
        matrix.names.firstIndex(of: region.name) ?? matrix.names.firstIndex(of: region.shortName)
      }
      self.matrix = MatrixEntry(matrix: matrix, path: path, rows: rows)
      if !regions.isEmpty && rows.allSatisfy({ $0 == nil }) {
        findings.add(
          .badMatrix, "the matrix names none of the scenario's regions", at: node.span,
          help: "its names: \(matrix.names.prefix(8).map(harmless).joined(separator: ", "))")
      }
    } catch {
      let text = SourceText(name: path, bytes: Array(bytes.prefix(JSONText.sizeLimit)))
      matrixText = text
      for problem in error.problems {
        let start = text.offset(line: problem.line, column: problem.column)
        findings.add(
          .badMatrix, problem.message, at: SourceSpan(start..<start + 1, in: .matrix),
          related: [(node.span, "read from here")], note: "expected \(problem.expected)",
          help: problem.suggestion.map { "did you mean \(quoted($0))?" } ?? "")
      }
    }
  }
}
