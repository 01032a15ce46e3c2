import Federation
import KeyValue
import SimKernel
import XCTest

final class ObjectTests: XCTestCase {
  private func key(_ name: String, _ origin: Int, _ kind: ResourceKind = .configMap) -> ObjectKey {
    ObjectKey(kind: kind, namespace: "ns", name: name, origin: ClusterID(origin))
  }

  /// The origin is part of the name: the same name in two clusters is two objects.
  func testNumbersAreDenseAndNameTheOrigin() {
    var catalogue = ObjectCatalogue(clusterCount: 3)
    let names = [key("a", 0), key("a", 1), key("a", 1, .secret), key("b", 1), key("a", 0)]
    let numbers = names.map { catalogue.intern($0) }
    XCTAssertEqual(numbers, [3, 4, 5, 6, 3].map { KeyID($0) })
    XCTAssertEqual(catalogue.keyCount, 7)
    for (name, number) in zip(names, numbers) {
      XCTAssertEqual(catalogue.object(number), name)
      XCTAssertEqual(catalogue.number(of: name), number)
      XCTAssertEqual(catalogue.owner(of: number), name.origin)
    }
    XCTAssertEqual(Array(catalogue.keys(ownedBy: ClusterID(1))), Array(numbers[1...3]))
    XCTAssertEqual(Array(catalogue.keys(ownedBy: ClusterID(2))), [])
  }

  func testCursorsAreNobodysObjects() {
    let catalogue = ObjectCatalogue(clusterCount: 3)
    let cursors = (0..<3).map { catalogue.cursorKey(of: ClusterID($0)) }
    XCTAssertEqual(Set(cursors).count, 3)
    for cursor in cursors {
      XCTAssertNil(catalogue.owner(of: cursor))
      XCTAssertNil(catalogue.object(cursor))
    }
    XCTAssertNil(catalogue.owner(of: KeyID(3)), "never given out")
  }

  func testOnlyTheOwnerWrites() {
    var catalogue = ObjectCatalogue(clusterCount: 2)
    let number = catalogue.intern(key("a", 1))
    XCTAssertNil(catalogue.refusal(ofWriteTo: number, by: ClusterID(1)))
    XCTAssertEqual(
      catalogue.refusal(ofWriteTo: number, by: ClusterID(0)), .notOwner(origin: ClusterID(1)))
    for bookkeeping in [catalogue.cursorKey(of: ClusterID(0)), KeyID(99)] {
      XCTAssertEqual(
        catalogue.refusal(ofWriteTo: bookkeeping, by: ClusterID(0)), .notAnObject)
    }
  }

  func testVersionsPackIntoIdentitiesThatCompareAsTheyDo() {
    let versions = [
      ObjectVersion(origin: ClusterID(0), counter: 0),
      ObjectVersion(origin: ClusterID(0), counter: 1, detail: 255),
      ObjectVersion(origin: ClusterID(0), counter: 2, detail: 0),
      ObjectVersion(origin: ClusterID(ClusterID.limit - 1), counter: 2, detail: 7),
      ObjectVersion(origin: ClusterID(3), counter: 1 << 40 - 1, detail: 1),
    ]
    for version in versions {
      XCTAssertEqual(ObjectVersion(identity: version.identity), version)
      XCTAssertEqual(Value(version, sizeInBytes: 5).objectVersion, version)
    }
    XCTAssertEqual(versions.shuffledByHand().sorted(), versions)
    XCTAssertEqual(Set(versions.map(\.identity)).count, versions.count)
  }

  func testCursorsSurviveTheStore() {
    let cursors: [MirrorCursor] = [
      .none, .listing(Revision(1)), .listed(Revision(1)), .watching(Revision(1)),
      .listing(Revision(1 << 60)), .watching(Revision(1 << 60)),
    ]
    for cursor in cursors {
      var store = Store()
      if cursor != .none { _ = store.apply([.put(KeyID(0), cursor.value)]) }
      XCTAssertEqual(MirrorCursor(store.record(of: KeyID(0))), cursor)
    }
    XCTAssertEqual(cursors.map(\.floor.rawValue), [0, 1, 1, 1, 1 << 60, 1 << 60])
    XCTAssertEqual(
      cursors.map(\.reflected), [nil, nil, Revision(1), Revision(1), nil, Revision(1 << 60)])
  }

  /// federation-model.md section 2.
  func testDefaultPayloads() {
    let rows: [(ResourceKind, UInt32)] = [
      (.namespace, 300), (.configMap, 1_000), (.secret, 1_000), (.deployment, 2_000),
      (.statefulSet, 2_000), (.service, 1_000), (.endpointSlice, 300), (.ingress, 1_000),
      (.serviceExport, 300), (.serviceImport, 600), (.clusterRecord, 2_000),
      (.clusterLease, 300), (.sharePolicy, 300), (.grant, 300), (.propagationPolicy, 1_000),
    ]
    for (kind, bytes) in rows { XCTAssertEqual(kind.defaultPayloadBytes, bytes, "\(kind)") }
  }

  /// Frames of 100 bytes, requests of 500, connections of 6,000 (section 15).
  func testWireBytes() {
    let stream = StreamID(epoch: 1, attempt: 1)
    let event = WatchEvent(
      revision: Revision(2), key: KeyID(1), value: Value(identity: 1, sizeInBytes: 1_000))
    var deletion = event
    deletion.value = nil
    func frame(_ events: [WatchEvent]) -> EventFrame {
      EventFrame(after: Revision(1), through: Revision(2), asOf: nil, events: events)
    }
    let page = ListPage(
      revision: Revision(2), asOf: .zero, index: 0, isLast: true,
      entries: [.init(key: KeyID(1), value: Value(identity: 1, sizeInBytes: 300))])
    let rows: [(FederationMessage, Int, TrafficCause)] = [
      (.open(stream, OpenRequest(start: .list, isNewConnection: true)), 6_500, .list),
      (
        .open(
          stream, OpenRequest(start: .watch(after: Revision(1)), isNewConnection: false)),
        500, .control
      ),
      (.nextPage(stream, index: 1), 500, .list),
      (.acknowledge(stream, through: Revision(1), hasGap: false), 100, .control),
      (.ping(stream), 100, .heartbeat), (.pong(stream), 100, .heartbeat),
      (.bookmark(stream, frame([])), 100, .heartbeat),
      (.events(stream, frame([event, deletion])), 100 + 64 + 1_000 + 64, .change),
      (.page(stream, page), 100 + 64 + 300, .list),
      (.gone(stream, compacted: Revision(1)), 100, .control),
      (.closed(stream, .expired), 100, .control),
    ]
    for (message, bytes, cause) in rows {
      XCTAssertEqual(message.wireBytes, bytes, "\(message)")
      XCTAssertEqual(message.cause, cause, "\(message)")
      XCTAssertEqual(message.stream, stream)
    }
  }
}

extension Array {
  /// Another order: the odd places first, from the end.
  fileprivate func shuffledByHand() -> [Element] {
    indices.reversed().filter { $0 % 2 == 1 }.map { self[$0] }
      + indices.filter { $0 % 2 == 0 }.map { self[$0] }
  }
}
