import Federation
import XCTest

final class ServiceNameTests: XCTestCase {
  func testNamesOfServices() throws {
    let rows: [(text: String, expected: Result<[String], ServiceNameError>, line: UInt)] = [
      ("web.shop.svc.clusterset.local", .success(["web", "shop"]), #line),
      ("web.shop.svc.clusterset.local.", .success(["web", "shop"]), #line),
      ("WEB.Shop.SVC.ClusterSet.Local", .success(["web", "shop"]), #line),
      ("9a-b.n.svc.clusterset.local", .success(["9a-b", "n"]), #line),
      (
        "web.shop.svc.cluster.local",
        .failure(.notInClusterSet("web.shop.svc.cluster.local")), #line
      ),
      ("", .failure(.notInClusterSet("")), #line),
      (".", .failure(.notInClusterSet(".")), #line),
      ("svc.clusterset.local", .failure(.wrongDepth("svc.clusterset.local")), #line),
      (
        "shop.svc.clusterset.local", .failure(.wrongDepth("shop.svc.clusterset.local")), #line
      ),
      (
        "east.web.shop.svc.clusterset.local",
        .failure(.wrongDepth("east.web.shop.svc.clusterset.local")), #line
      ),
      (".shop.svc.clusterset.local", .failure(.notALabel("")), #line),
      ("web..svc.clusterset.local", .failure(.notALabel("")), #line),
      ("-web.shop.svc.clusterset.local", .failure(.notALabel("-web")), #line),
      ("web-.shop.svc.clusterset.local", .failure(.notALabel("web-")), #line),
      ("w_b.shop.svc.clusterset.local", .failure(.notALabel("w_b")), #line),
      ("wéb.shop.svc.clusterset.local", .failure(.notALabel("wéb")), #line),
    ]
    for row in rows {
      let found = Result { () throws(ServiceNameError) -> [String] in
        let name = try ServiceName(clusterSetName: row.text)
        return [name.name, name.namespace]
      }
      XCTAssertEqual(found, row.expected, line: row.line)
    }
  }

  func testLabelsHaveAtMost63Characters() {
    let longest = String(repeating: "a", count: 63)
    XCTAssertNoThrow(try ServiceName(namespace: "n", name: longest))
    XCTAssertThrowsError(try ServiceName(namespace: "n", name: longest + "a"))
    XCTAssertThrowsError(try ServiceName(namespace: "N", name: "a"), "upper case is not canonical")
  }

  func testParsingGivesBackWhatWasPrinted() throws {
    let name = try ServiceName(namespace: "shop", name: "web")
    XCTAssertEqual(name.clusterSetName, "web.shop.svc.clusterset.local")
    XCTAssertEqual(try ServiceName(clusterSetName: name.clusterSetName), name)
  }
}
