extension WatchHub {
  /// Puts what a watcher is told into its stream; false when that is full. Nothing is sent where
  /// all was left out by the filters.
  mutating func send(_ events: [KeyEvent], from number: Int, at revision: Revision) -> Bool {
    guard !events.isEmpty, let watcher = watchers[number] else { return true }
    var response = WatchResponse(id: watcher.id, revision: revision)
    response.events = events
    return enqueue(response, from: number)
  }

  mutating func enqueue(_ response: WatchResponse, from number: Int) -> Bool {
    guard let watcher = watchers[number] else { return true }
    let stream = watcher.stream.rawValue
    guard streams[stream]?.queue.count ?? 0 < options.streamCapacity else { return false }
    streams[stream]?.queue.append(
      WatchStream.Queued(response: response, watcher: number, serial: watcher.serial))
    return true
  }

  /// Responses that wait in a stream.
  public func pendingCount(in stream: WatchStreamID) -> Int {
    streams[stream.rawValue].map { $0.control.count + $0.queue.count } ?? 0
  }

  /// Takes up to `limit` responses out of a stream, in the order they are to be sent; fragments of
  /// one count as one. What keys held before is looked up now (etcd watch.go, sendLoop).
  public mutating func take(
    from stream: WatchStreamID, limit: Int = .max, _ store: Store
  ) -> [WatchResponse] {
    guard limit > 0, var open = streams[stream.rawValue] else { return [] }
    streams[stream.rawValue] = WatchStream()
    defer { streams[stream.rawValue] = open }
    let announced = min(limit, open.control.count)
    var taken = Array(open.control.prefix(announced))
    open.control.removeFirst(announced)
    var left = limit - announced
    var looked = 0
    while left > 0, looked < open.queue.count {
      let queued = open.queue[looked]
      looked += 1
      guard let number = queued.watcher else {
        guard holds(queued, for: open) else { continue }
        taken.append(queued.response)
        if store.options.mutations.contains(.noticeAheadOfEvents) {
          taken[taken.count - 1].revision = store.revision
        }
        left -= 1
        continue
      }
      guard let watcher = watchers[number], watcher.serial == queued.serial else { continue }
      if !queued.response.events.isEmpty { watchers[number]?.isProgressDue = false }
      if queued.response.isCanceled, open.removeWatch(watcher.id) != nil { remove(number) }
      deliver(queued.response, watcher.request, store, into: &taken)
      left -= 1
    }
    open.queue.removeFirst(looked)
    return taken
  }

  /// Whether a notice for a whole stream is true of the watches begun since it was made. The
  /// client gives it to all of them.
  private func holds(_ notice: WatchStream.Queued, for stream: WatchStream) -> Bool {
    stream.watches.allSatisfy { watch in
      guard let watcher = watchers[watch.number] else { return true }
      return watcher.serial <= notice.serial || watcher.start > notice.response.revision
    }
  }

  private func deliver(
    _ response: WatchResponse, _ request: WatchRequest, _ store: Store,
    into taken: inout [WatchResponse]
  ) {
    var response = response
    if request.wantsPrevious {
      for i in response.events.indices where !response.events[i].isCreate {
        let event = response.events[i]
        let before = Revision(event.revision.rawValue - 1)
        response.events[i].previous = store.record(of: event.key, asOf: before)
      }
    }
    let isLarge = response.sizeInBytes(store.options) >= options.fragmentBytes
    guard request.allowsFragments, isLarge, response.events.count > 1 else {
      return taken.append(response)
    }
    split(response, store.options, into: &taken)
  }

  /// As many events in each fragment as stay below the limit, and one at least (etcd watch.go,
  /// sendFragments).
  private func split(
    _ response: WatchResponse, _ storeOptions: StoreOptions, into taken: inout [WatchResponse]
  ) {
    var fragment = response
    fragment.events = []
    fragment.isFragment = true
    let empty = fragment.sizeInBytes(storeOptions)
    var size = empty
    for event in response.events {
      let bytes = event.sizeInBytes(storeOptions)
      if !fragment.events.isEmpty, size + bytes >= options.fragmentBytes {
        taken.append(fragment)
        fragment.events = []
        size = empty
      }
      fragment.events.append(event)
      size += bytes
    }
    fragment.isFragment = false
    taken.append(fragment)
  }

  /// Asks for a notice of progress for a whole stream: it comes only if every watch of it is
  /// synced and began at or before the present (etcd RequestProgressAll; etcd#15220). Whether one
  /// was sent.
  @discardableResult
  public mutating func requestProgress(on stream: WatchStreamID) -> Bool {
    guard let open = streams[stream.rawValue], !open.watches.isEmpty,
      open.watches.allSatisfy({ mayReportProgress($0.number) })
    else { return false }
    guard open.queue.count < options.streamCapacity else { return false }
    streams[stream.rawValue]?.queue.append(
      WatchStream.Queued(
        response: WatchResponse(id: .wholeStream, revision: notifiedRevision), watcher: nil,
        serial: created))
    return true
  }

  /// The periodic notices of a stream, due every `Options.progressEvery`: one for each watch that
  /// asked for them, is synced, and was sent no events since the last time.
  public mutating func reportProgress(on stream: WatchStreamID) {
    guard let open = streams[stream.rawValue] else { return }
    for (id, number) in open.watches {
      guard let watcher = watchers[number], watcher.request.wantsProgress else { continue }
      watchers[number]?.isProgressDue = true
      guard watcher.isProgressDue, mayReportProgress(number) else { continue }
      // A full stream goes without.
      _ = enqueue(WatchResponse(id: id, revision: notifiedRevision), from: number)
    }
  }

  private func mayReportProgress(_ number: Int) -> Bool {
    guard let watcher = watchers[number] else { return false }
    return watcher.state == .synced && watcher.start <= notifiedRevision
  }
}
