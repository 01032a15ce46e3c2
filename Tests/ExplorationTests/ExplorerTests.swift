import Exploration
import RaftCore
import XCTest

/// Small configurations, visited to their end.
final class ExplorerTests: XCTestCase {
  private func explore(
    proposals: Int, maxTerm: Int = 1, crashes: Int = 0, inFlight: Int = 64,
    _ mutations: CoreMutations = [], states: Int = 20_000
  ) throws -> ExplorationResult {
    var options = ExplorationOptions()
    (options.proposals, options.maxTerm, options.crashes) = (proposals, maxTerm, crashes)
    (options.inFlight, options.mutations, options.states) = (inFlight, mutations, states)
    var explorer = Explorer(options)
    return try explorer.run()
  }

  func testASmallGroupIsSafeInEveryOrder() throws {
    for crashes in 0...1 {
      let result = try explore(proposals: 0, crashes: crashes, inFlight: 3)
      XCTAssertEqual(result.verdict, .complete, result.violation)
      XCTAssertGreaterThan(result.states, 50)
    }
  }

  func testMutantsAreFoundOnAShortestPath() throws {
    let table: [(CoreMutations, crashes: Int, begins: String)] = [
      (.ignoreEarlierVote, 0, "election safety"),
      (.forgetVoteOnRestart, 1, "election safety"),
      (.voteWithoutSync, 1, "election safety"),
      (.entriesWithoutSync, 1, "a committed entry was lost"),
      (.halfIsQuorum, 0, "a committed entry was lost"),
    ]
    for (mutations, crashes, begins) in table {
      let result = try explore(proposals: 1, crashes: crashes, mutations)
      XCTAssertEqual(result.verdict, .violation, begins)
      XCTAssertTrue(result.violation.hasPrefix(begins), result.violation)
      XCTAssertLessThan(result.path.count, 9)
      let lines = result.diagram(members: 3).split(separator: "\n")
      XCTAssertEqual(lines.count, result.path.count + 1)
    }
  }

  func testALimitLeavesItUndecided() throws {
    let result = try explore(proposals: 1, states: 50)
    XCTAssertEqual(result.verdict, .undecided)
  }
}
