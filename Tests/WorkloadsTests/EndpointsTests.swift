import SimKernel
import Workloads
import XCTest

final class EndpointsTests: XCTestCase {
  private let start = SimTime(nanoseconds: 1_000)
  private var rested: SimTime { start + Endpoints.restAfterFailure }
  private var almost: SimTime { rested - SimDuration(nanoseconds: 1) }

  func testTheNearestServesUntilItFails() {
    var endpoints = Endpoints(nearestFirst: [4, 2, 7])
    XCTAssertEqual(endpoints.best(at: start), 4)
    endpoints.failed(4, at: start)
    XCTAssertEqual(endpoints.best(at: start), 2)
    endpoints.failed(2, at: start)
    XCTAssertEqual(endpoints.best(at: almost), 7)
  }

  func testItIsAskedAgainAfterItsRest() {
    var endpoints = Endpoints(nearestFirst: [4, 2])
    endpoints.failed(4, at: start)
    XCTAssertEqual(endpoints.best(at: almost), 2)
    XCTAssertEqual(endpoints.best(at: rested), 4)
  }

  func testTheNearestIsAskedWhenAllRest() {
    var endpoints = Endpoints(nearestFirst: [4, 2])
    endpoints.failed(2, at: start)
    endpoints.failed(4, at: start)
    XCTAssertEqual(endpoints.best(at: start), 4)
  }

  func testANewFailureBeginsANewRest() {
    var endpoints = Endpoints(nearestFirst: [4, 2])
    endpoints.failed(4, at: start)
    endpoints.failed(4, at: almost)
    XCTAssertEqual(endpoints.best(at: rested), 2)
    XCTAssertEqual(endpoints.best(at: almost + Endpoints.restAfterFailure), 4)
  }

  func testAnAnswerEndsARest() {
    for member in [4, 2] {
      var endpoints = Endpoints(nearestFirst: [4, 2, 7])
      endpoints.failed(4, at: start)
      endpoints.failed(2, at: start)
      endpoints.answered(member)
      XCTAssertEqual(endpoints.best(at: start), member)
    }
  }

  func testARetryGoesToTheNextThatDoesNotRest() {
    var endpoints = Endpoints(nearestFirst: [4, 2, 7, 1])
    XCTAssertEqual(endpoints.next(after: 4, at: start), 2)
    endpoints.failed(2, at: start)
    XCTAssertEqual(endpoints.next(after: 4, at: start), 7)
    XCTAssertEqual(endpoints.next(after: 7, at: start), 1)
    XCTAssertNil(endpoints.next(after: 1, at: start), "it does not go around")
    XCTAssertNil(endpoints.next(after: 99, at: start), "nobody it knows")
  }

  func testMembersItDoesNotKnowChangeNothing() {
    var endpoints = Endpoints(nearestFirst: [4, 2])
    endpoints.failed(99, at: start)
    endpoints.answered(99)
    XCTAssertEqual(endpoints.best(at: start), 4)
    XCTAssertEqual(endpoints.members, [4, 2])
  }
}
