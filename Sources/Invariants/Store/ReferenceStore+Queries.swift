import HostileWorld

extension ReferenceStore {
  /// What a store whose newest revision is `present` finds.
  func find(_ query: StoreQuery, atPresent present: Int64) -> StoreFinding {
    let there = items(at: query.revision > 0 ? query.revision : present)
      .filter { query.keys.contains($0.key) }
    var found = query.countOnly ? [] : there.filter(query.admits)
    if let field = query.sort {
      found.sort { a, b in
        let (x, y) = (a.number(field), b.number(field))
        if x == y { return a.key < b.key }
        return query.isDescending ? x > y : x < y
      }
    }
    let hasMore = query.limit > 0 && found.count > query.limit
    if hasMore { found = Array(found.prefix(query.limit)) }
    if query.keysOnly {
      for i in found.indices { found[i].value = 0 }
    }
    return StoreFinding(items: found, count: there.count, hasMore: hasMore, revision: present)
  }

  /// What a read answers in the state that a store had with these revisions.
  func answer(
    _ query: StoreQuery, atPresent present: Int64, compacted: Int64
  ) -> StoreAnswer {
    if query.revision > present { return .failed(.futureRevision) }
    if query.revision > 0, query.revision < compacted { return .failed(.compacted) }
    return .done(
      revision: present, succeeded: true, [.found(find(query, atPresent: present))])
  }
}

extension StoreQuery {
  fileprivate func admits(_ item: StoreItem) -> Bool {
    let isModified =
      item.modRevision >= leastModRevision
      && (greatestModRevision == 0 || item.modRevision <= greatestModRevision)
    return isModified && item.createRevision >= leastCreateRevision
      && (greatestCreateRevision == 0 || item.createRevision <= greatestCreateRevision)
  }
}
