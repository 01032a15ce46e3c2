import Invariants
import KeyValue
import RaftCore
import RaftHost
import RaftSubject
import XCTest

/// That the table of mutants names each one once, and each plants something.
final class CatalogueTests: XCTestCase {
  func testNamesAndNumbersAreTakenOnce() {
    XCTAssertEqual(Set(Catalogue.all.map(\.id)).count, Catalogue.all.count)
    XCTAssertEqual(Set(Catalogue.all.map(\.name)).count, Catalogue.all.count)
  }

  func testEachPlantsSomethingThatSomePromiseForbids() {
    for mutant in Catalogue.all {
      let isHarness = mutant.id.hasPrefix("G")
      let isEmpty =
        mutant.core.isEmpty && mutant.host.isEmpty && mutant.store.isEmpty
        && mutant.harness.isEmpty
      XCTAssertFalse(isEmpty, "\(mutant.id) plants nothing")
      XCTAssertEqual(mutant.expected.isEmpty, isHarness, mutant.id)
      XCTAssertFalse(mutant.summary.isEmpty, mutant.id)
    }
  }

  func testNoTwoPlantTheSame() {
    var seen: Set<[UInt64]> = []
    for mutant in Catalogue.all {
      let words = [
        mutant.core.rawValue, mutant.host.rawValue, mutant.store.rawValue, mutant.harness.rawValue,
      ]
      XCTAssertTrue(seen.insert(words).inserted, "\(mutant.id) is another's twin")
    }
  }

  func testLookingUp() {
    XCTAssertEqual(Catalogue[named: "B11"]?.name, "truncateOnMatch")
    XCTAssertEqual(Catalogue[named: "truncateonmatch"]?.id, "B11")
    XCTAssertNil(Catalogue[named: "truncate"])
    XCTAssertEqual(Catalogue.suggestions(for: "truncate"), ["truncateOnMatch"])
    XCTAssertEqual(Catalogue.suggestions(for: "zzzz"), [])
  }
}
