import KeyValue
import SimKernel

/// A list on its way from the origin's pages into the importer's store.
struct Listing: Sendable {
  /// The revision all pages are of; nil before the first.
  var revision: Revision?
  var asOf = SimTime.zero
  var nextPage = 0
  /// Every key of the list, ascending.
  var keys: ContiguousArray<KeyID> = []
  /// Entries received, the first `taken` of them proposed.
  var entries: ContiguousArray<ListPage.Entry> = []
  var taken = 0
  /// Revision of the importer's store at which this listing's first transaction was applied. From
  /// then on nobody else can write copies of the origin.
  var fence: Revision?
  /// Copies to sweep, once known, the first `swept` of them proposed.
  var sweep: ContiguousArray<KeyID>?
  var swept = 0
}

extension PeerMirror {
  mutating func receivePage(
    _ page: ListPage, _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    guard phase == .fetching, page.index == listing.nextPage else { return }
    if listing.revision == nil {
      // A member that lags behind what our copies show would take them back in time (trap 2 of
      // federation-model.md section 18).
      guard page.revision >= floor else {
        effects.append(
          .observe(.oldListRefused(revision: page.revision, floor: floor)))
        endStream()
        return backOff(now, &effects)
      }
      (listing.revision, listing.asOf) = (page.revision, page.asOf)
    }
    listing.nextPage += 1
    listing.entries.append(contentsOf: page.entries)
    listing.keys.append(contentsOf: page.entries.lazy.map(\.key))
    if page.isLast {
      phase = .settling
      resendAt = .distantFuture
    } else {
      requestNextPage(now, &effects)
    }
  }

  /// The next transaction of a listing, if one can be made: first the listed objects, then the
  /// sweep, and the cursor reaches the list's revision with the very last.
  mutating func nextListingCommit(
    _ local: Store, _ catalogue: ObjectCatalogue, _ now: SimTime
  ) -> PendingCommit? {
    guard let revision = listing.revision else { return nil }
    let waiting = listing.entries.count - listing.taken
    if waiting > 0 || (listing.fence == nil && phase == .settling) {
      let count = min(waiting, settings.batchLimit)
      let chunk = listing.entries[listing.taken..<listing.taken + count]
      listing.taken += count
      return PendingCommit(
        copies: chunk.map { .put($0.key, $0.value) }, cursor: .listing(revision), asOf: nil)
    }
    guard phase == .settling, let fence = listing.fence else { return nil }
    if listing.sweep == nil {
      guard local.revision >= fence else {
        sweepAt = now + Self.sweepPoll
        return nil
      }
      listing.sweep = unlisted(in: local, catalogue)
    }
    let all = listing.sweep ?? []
    let end = min(listing.swept + settings.batchLimit, all.count)
    let chunk = all[listing.swept..<end]
    listing.swept = end
    let isLast = end == all.count
    return PendingCommit(
      copies: chunk.map { .delete($0) },
      cursor: isLast ? .listed(revision) : .listing(revision),
      asOf: isLast ? listing.asOf : nil)
  }

  /// How often a lagging local member is asked whether it knows the listing's first transaction.
  static let sweepPoll = SimDuration.milliseconds(100)

  /// Copies of our origin, and of no other, that the list does not have. O(objects of the origin).
  private func unlisted(
    in local: Store, _ catalogue: ObjectCatalogue
  ) -> ContiguousArray<KeyID> {
    var result: ContiguousArray<KeyID> = []
    var place = 0
    for key in catalogue.keys(ownedBy: origin) {
      while place < listing.keys.count, listing.keys[place] < key { place += 1 }
      let isListed = place < listing.keys.count && listing.keys[place] == key
      if !isListed, local.record(of: key) != nil { result.append(key) }
    }
    return result
  }

  /// The last transaction of the listing was applied: watch from there.
  mutating func finishListing(
    at revision: Revision, _ now: SimTime, _ effects: inout [ControllerEffect]
  ) {
    effects.append(
      .observe(
        .listed(objects: listing.keys.count, swept: listing.swept, revision: revision)))
    mustList = false
    listing = Listing()
    inbox = FrameInbox(after: revision, limit: settings.windowFrames)
    connect(now, &effects)
  }
}
