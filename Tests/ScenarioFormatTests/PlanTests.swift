import ScenarioFormat
import SimKernel
import XCTest

final class PlanTests: XCTestCase {
  private static let load = "[{ \"name\": \"api\", \"from\": \"everywhere\", \"clients\": 2 }]"

  func testThePlanIsNamedAfterTheFile() {
    let rows = [
      ("eu.json", "eu"), ("a/b/eu.2.jsonc", "eu.2"), ("-", "-"),
      ("builtin:three-zones", "three-zones"),
      (".json", ".json"),
    ]
    for (file, expected) in rows {
      XCTAssertEqual(read(scenario(), name: file).plan?.name, expected)
      XCTAssertEqual(read(scenario(), name: file).plan?.title, expected)
    }
  }

  func testSeedAndTimes() throws {
    let plan = try readPlan([
      "seed": "9007199254740991", "warmup": "\"5s\"", "question": "\"Why?\"",
    ])
    XCTAssertEqual(plan.seed, 9_007_199_254_740_991)
    XCTAssertEqual([plan.duration, plan.warmup], [.seconds(60), .seconds(5)])
    XCTAssertEqual(plan.question, "Why?")
    XCTAssertEqual(try readPlan().seed, 1)
    XCTAssertEqual(codes(read(scenario(["seed": "9007199254740992"]))), ["E114"])
    XCTAssertEqual(codes(read(scenario(["seed": "-1"]))), ["E114"])
  }

  func testTheFormatIsCheckedByName() {
    XCTAssertEqual(codes(read(scenario(["format": "\"fedsim.scenario/1\""]))), [])
    let newer = read(scenario(["format": "\"fedsim.scenario/2\"", "warp": "9"]))
    XCTAssertEqual(codes(newer), ["E118"], "nothing else can be said of another version")
    XCTAssertTrue(newer.diagnostics[0].message.contains("\"fedsim.scenario/2\""))
    XCTAssertEqual(codes(read(scenario(["format": "1"]))), ["E113"])
  }

  func testKeysOfAuthorsAndEditorsAreLeftAlone() throws {
    _ = try readPlan(["x-note": "[1, { \"a\": null }]", "$schema": "\"s.json\""])
    let inside = "[{ \"name\": \"e\", \"x-why\": 1, \"members\": { \"east\": 1, \"x-later\": 2 } }]"
    XCTAssertEqual(try readPlan(["groups": inside]).groups[0].members.count, 1)
  }

  func testASignatureLeavesOutWhoIsAskedAndTheWorld() throws {
    let base = try readPlan(["load": Self.load]).loadSignature
    let same = [
      "load.api.to=etcd", "load.api.name=other", "links.0.rtt=9ms", "groups.etcd.members.west=3",
      "seed=4", "title=x",
    ]
    for override in same {
      XCTAssertEqual(
        try readPlan(["load": Self.load], set: [override]).loadSignature, base, override)
    }
    let different = [
      "duration=50s", "warmup=1s", "load.api.from=east", "load.api.clients=3", "load.api.think=1ms",
      "load.api.operation=delete", "load.api.keys={\"count\": 5}", "load.api.objects=any",
      "load.api.valueSize=9", "load.api.resource=Secret", "load.api.timeout=1s",
      "load.api.keys={\"choice\": \"zipf\"}",
    ]
    for override in different {
      XCTAssertNotEqual(
        try readPlan(["load": Self.load], set: [override]).loadSignature, base, override)
    }
  }

  func testTheDigestKnowsAllThatDecidesARun() throws {
    let parts = [
      "load": Self.load,
      "faults": "[{ \"at\": \"9s\", \"kind\": \"crash\", \"target\": \"leader\" }]",
      "expect": "[{ \"metric\": \"raft.elections\", \"atMost\": 2 }]",
    ]
    let base = try readPlan(parts).digest
    for override in ["title=x", "question=x", "seed=4", "expect.0.atMost=3"] {
      XCTAssertEqual(try readPlan(parts, set: [override]).digest, base, override)
    }
    let different = [
      "duration=50s", "warmup=1s", "links.0.rtt=81ms", "network.loss=1%", "network.jitter=none",
      "network.mode=datagram", "network.bandwidth=9Gbit/s", "groups.etcd.members.west=3",
      "groups.etcd.disk=1ms", "groups.etcd.preVote=false", "groups.etcd.checkQuorum=false",
      "groups.etcd.heartbeat=50ms", "groups.etcd.snapshotKeep=4", "groups.etcd.leader=west",
      "groups.etcd.compactEvery=never", "groups.etcd.requestTimeout=1s", "load.api.to=etcd",
      "groups.etcd.processing={\"request\": \"1us\"}", "faults.0.at=8s", "faults.0.for=1s",
      "faults.0.kind=pause", "faults.0.target=west", "load.api.valueSize=9", "load.api.name=b",
    ]
    var seen: Set<String> = [base]
    for override in different {
      let digest = try readPlan(parts, set: [override]).digest
      XCTAssertTrue(seen.insert(digest).inserted, override)
    }
  }
}
