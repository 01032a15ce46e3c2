import ConsensusTesting
import XCTest

/// Reports are small, and small trials make them readable.
final class ReportTests: XCTestCase {
  private func example() throws -> Counterexample {
    var found: Counterexample?
    XCTAssertThrowsError(
      try simulate(PrimaryBackup.self, options: .init(), runs: 100) {
        $0.load = ClientLoad(keys: 2, swapWeight: 0)
        $0.fixtures = .none
      }
    ) { found = $0 as? Counterexample }
    return try XCTUnwrap(found)
  }

  func testACounterexampleIsSmallAndItsReportFits() throws {
    let example = try example()
    let trial = example.trial
    XCTAssertLessThanOrEqual(trial.faults.faults.count, 3, "\(example)")
    XCTAssertLessThanOrEqual(trial.clients.reduce(0) { $0 + $1.operations.count }, 5, "\(example)")
    XCTAssertLessThanOrEqual(trial.nodes, 5, "\(example)")
    let lines = example.description.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertLessThan(lines.count, 60, "\(example)")
    for line in lines.dropFirst() where !line.hasPrefix("kept") && !line.hasPrefix("again") {
      XCTAssertLessThanOrEqual(line.count, 110, String(line))
    }
    XCTAssertTrue(lines.contains { $0.hasPrefix("  time, s") }, "\(example)")
    XCTAssertFalse(example.description.contains("\u{1B}"))
  }

  private func record(
    _ number: Int, _ millis: Int64, _ kind: TraceRecord.Kind, _ node: Int?, from peer: Int? = nil,
    cause: Int = 0, _ text: String = ""
  ) -> TraceRecord {
    TraceRecord(
      number: number, time: .zero + .milliseconds(millis), kind: kind,
      node: node.map { NodeID($0) },
      peer: peer.map { NodeID($0) }, client: nil, cause: cause, text: text)
  }

  func testTheDiagramDrawsTheCausalPastAlone() {
    let trace = [
      record(1, 0, .start, 0), record(2, 0, .start, 1), record(3, 0, .start, 2),
      record(4, 100, .role, 0, "C2"),
      record(5, 100, .send, 0, from: 1, "vote"), record(6, 100, .send, 0, from: 2, "vote"),
      record(7, 110, .receive, 1, from: 0, cause: 5, "vote"),
      record(8, 110, .send, 1, from: 0, "grant"),
      record(9, 115, .lost, 2, from: 0, cause: 6, "vote: cut"),
      record(10, 120, .receive, 0, from: 1, cause: 8, "grant"),
      record(11, 120, .role, 0, "L2"),
      record(12, 125, .role, 1, "F9"),
    ]
    let finding = Finding(
      .safety, "R1", "two leaders", at: .zero + .milliseconds(120), nodes: [NodeID(0)])
    var style = SpaceTimeDiagram.Style()
    style.width = 46
    let diagram = SpaceTimeDiagram(trace, of: finding, nodes: 3, style: style)
    XCTAssertEqual(
      diagram.lines,
      [
        "  time, s n1                n2",
        "  0.100   C2                |",
        "  0.110   o-vote----------->|",
        "  0.120   |<----------grant-o",
        "  0.120   L2                |",
        "  not drawn, for they take no part: 1 of 3 nodes",
      ])
  }
}
