import KeyValue
import SimKernel

/// An origin's own objects as of one revision, handed out in pages.
struct ListSnapshot: Sendable {
  private(set) var revision = Revision(0)
  private var asOf = SimTime.zero
  private var entries: [ListPage.Entry] = []

  /// Nothing.
  init() {}

  /// The exported objects of `origin` in its `store` now. O(objects of the origin).
  init(of store: Store, origin: ClusterID, catalogue: ObjectCatalogue, now: SimTime) {
    revision = store.revision
    asOf = now
    for key in catalogue.keys(ownedBy: origin) where catalogue.isExported(key, by: origin) {
      if let record = store.record(of: key) {
        entries.append(ListPage.Entry(key: key, value: record.value))
      }
    }
  }

  /// The page numbered `index`, or nil beyond the last. An empty list has one empty page.
  func page(_ index: Int, size: Int) -> ListPage? {
    let start = index * size
    guard index >= 0, start < max(entries.count, 1) else { return nil }
    let end = min(start + size, entries.count)
    return ListPage(
      revision: revision, asOf: asOf, index: index, isLast: end == entries.count,
      entries: Array(entries[start..<end]))
  }
}
