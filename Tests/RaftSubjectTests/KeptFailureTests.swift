import ConsensusTesting
import RaftSubject
import XCTest

/// Trials that failed once, of our own mistakes: they pass since.
final class KeptFailureTests: XCTestCase {
  func testWhatFailedOncePasses() throws {
    let check = RaftCheck()
    // A crash between entries and the hard state that holds their term; an acknowledgement to an
    // earlier leader of what was replaced before it was written; a commit index written before the
    // entries it speaks of; a leader that stepped down and campaigned while its disk was busy, and
    // went on to look after leases.
    for fixture in [
      "entries-before-their-term.json", "answer-to-an-earlier-leader.json",
      "committed-before-its-entries.json", "lessor-of-a-former-leader.json",
    ] {
      try replay(RaftUnderTest.self, options: check.options, fixture: fixture) {
        $0.checks = check.configuration.checks
      }
    }
  }
}
