extension WatchHub {
  /// Tells the synced watchers what was applied since the last call, revision by revision (etcd
  /// notify). To be called after every applied entry: history that is compacted before it was told
  /// makes its watchers catch up instead. O(new changes and the watchers of their keys).
  public mutating func notify(_ store: Store) {
    guard store.revision > notifiedRevision else { return }
    guard notifiedRevision.next >= store.watchableFrom else { return restore(store) }
    var position = store.log.firstPosition(after: notifiedRevision)
    notifiedRevision = store.revision
    guard watcherCount > 0 else { return }
    var told = WatcherBatches()
    swap(&told, &buffers)
    while position < store.log.end {
      let revision = store.log.revision(at: position)
      while position < store.log.end, store.log.revision(at: position) == revision {
        let change = store.log[position]
        index.forEach(watching: change.key) { number in
          guard let watcher = watchers[number], watcher.state == .synced,
            watcher.next <= revision
          else { return }
          told.add(change, to: number, isWanted: watcher.wants(change), limit: .max)
        }
        position += 1
      }
      for (number, batch) in told.takeAll() { tell(number, batch, at: revision) }
    }
    swap(&told, &buffers)
  }

  private mutating func tell(_ number: Int, _ batch: EventBatch, at revision: Revision) {
    // Also when it stays synced: after a snapshot was installed it begins from here.
    watchers[number]?.next = revision.next
    if !send(batch.events, from: number, at: revision) {
      watchers[number]?.state = .victim
      victims.append(Victim(watcher: number, batch: batch))
    }
  }

  /// Catches up the next unsynced watchers, and cancels those whose next revision is compacted
  /// (etcd syncWatchers). Answers how many are left unsynced. O(history they lack and the watchers
  /// of its keys).
  @discardableResult
  public mutating func catchUp(_ store: Store) -> Int {
    let chosen = chooseUnsynced(store)
    guard !chosen.isEmpty else { return unsynced.count }
    var batches = collect(for: chosen, store)
    for number in chosen {
      guard let watcher = watchers[number] else { continue }
      let batch = batches.take(number)
      watchers[number]?.next = max(store.revision.next, watcher.next)
      watchers[number]?.state = .synced
      if batch.isEmpty { continue }
      if batch.more.rawValue != 0, !store.options.mutations.contains(.starvedWatcherLosesEvents) {
        watchers[number]?.next = batch.more
      }
      if !send(batch.events, from: number, at: store.revision) {
        watchers[number]?.state = .victim
        victims.append(Victim(watcher: number, batch: batch))
      } else if batch.more.rawValue != 0 {
        watchers[number]?.state = .unsynced
        unsynced.append(number)
      }
    }
    return unsynced.count
  }

  /// Takes those of this round out of the unsynced. One whose cancellation does not fit into its
  /// stream stays for another.
  private mutating func chooseUnsynced(_ store: Store) -> ContiguousArray<Int> {
    let round = unsynced.prefix(options.watchersPerRound)
    unsynced.removeFirst(round.count)
    var chosen: ContiguousArray<Int> = []
    for number in round {
      guard let watcher = watchers[number] else { continue }
      if watcher.next >= store.watchableFrom {
        chosen.append(number)
      } else if !cancelCompacted(number, watcher, store) {
        unsynced.append(number)
      }
    }
    return chosen
  }

  private mutating func cancelCompacted(
    _ number: Int, _ watcher: Watcher, _ store: Store
  ) -> Bool {
    var response = WatchResponse(id: watcher.id, revision: store.revision)
    response.isCanceled = true
    response.compactRevision = store.compactedRevision
    guard enqueue(response, from: number) else { return false }
    // The stream forgets it when the response is taken.
    index.remove(number, watcher.request.range)
    watchers[number]?.state = .ended
    return true
  }

  private func collect(for chosen: ContiguousArray<Int>, _ store: Store) -> WatcherBatches {
    var batches = WatcherBatches()
    var isChosen = ContiguousArray(repeating: false, count: watchers.count)
    var first = store.revision.next
    for number in chosen {
      isChosen[number] = true
      first = min(first, watchers[number]?.next ?? first)
    }
    let limit = options.revisionsPerBatch
    var position = store.log.firstPosition(after: Revision(first.rawValue - 1))
    while position < store.log.end, batches.fullCount < chosen.count {
      let change = store.log[position]
      index.forEach(watching: change.key) { number in
        guard isChosen[number], let watcher = watchers[number],
          watcher.next <= change.revision
        else { return }
        batches.add(change, to: number, isWanted: watcher.wants(change), limit: limit)
      }
      position += 1
    }
    return batches
  }

  /// Tries again to tell the victims, oldest first; whoever was told is synced, or unsynced if
  /// more has happened (etcd moveVictims). Answers how many were told.
  @discardableResult
  public mutating func retryVictims(_ store: Store) -> Int {
    var still: ContiguousArray<Victim> = []
    let before = victims.count
    for victim in victims {
      guard let watcher = watchers[victim.watcher] else { continue }
      let told = Revision(watcher.next.rawValue - 1)
      guard send(victim.batch.events, from: victim.watcher, at: told) else {
        still.append(victim)
        continue
      }
      if watcher.next <= notifiedRevision {
        watchers[victim.watcher]?.state = .unsynced
        unsynced.append(victim.watcher)
      } else {
        watchers[victim.watcher]?.state = .synced
      }
    }
    victims = still
    return before - still.count
  }

  /// The store was replaced by a snapshot's: every synced watcher has to look for what it was not
  /// told (etcd watchableStore.Restore). As in etcd a watcher counts from its last event, or from
  /// its beginning when it had none, so that one may be canceled as compacted although nothing
  /// concerned it.
  public mutating func restore(_ store: Store) {
    for number in watchers.indices where watchers[number]?.state == .synced {
      if store.options.mutations.contains(.watchGoesBack), let watcher = watchers[number] {
        watchers[number]?.next = max(watcher.start, store.watchableFrom)
      }
      watchers[number]?.state = .unsynced
      unsynced.append(number)
    }
    notifiedRevision = store.revision
  }
}

/// Batches by watcher, taken in the order of their numbers.
struct WatcherBatches: Sendable {
  private var batches: ContiguousArray<EventBatch> = []
  private var touched: [Int] = []
  /// Batches that have no room for more.
  private(set) var fullCount = 0

  mutating func add(_ change: LoggedChange, to number: Int, isWanted: Bool, limit: Int) {
    if number >= batches.count {
      batches.append(
        contentsOf: repeatElement(EventBatch(), count: number + 1 - batches.count))
    }
    if batches[number].isEmpty { touched.append(number) }
    let wasFull = batches[number].more.rawValue != 0
    batches[number].add(change, isWanted: isWanted, limit: limit)
    if !wasFull, batches[number].more.rawValue != 0 { fullCount += 1 }
  }

  mutating func take(_ number: Int) -> EventBatch {
    guard number < batches.count else { return EventBatch() }
    let batch = batches[number]
    batches[number] = EventBatch()
    return batch
  }

  mutating func takeAll() -> [(number: Int, batch: EventBatch)] {
    touched.sort()
    let all = touched.map { ($0, take($0)) }
    touched.removeAll(keepingCapacity: true)
    return all
  }
}
