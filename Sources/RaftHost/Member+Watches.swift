import KeyValue
import RaftCore
import SimKernel

/// The watches at a member.
extension Member {
  /// Opens a client's stream of watches.
  public mutating func openWatchStream() -> WatchStreamID { watches.openStream() }

  public mutating func closeWatchStream(_ stream: WatchStreamID) { watches.closeStream(stream) }

  /// Begins a watch and answers its name; the stream is told whether it did.
  @discardableResult
  public mutating func watch(_ request: WatchRequest, on stream: WatchStreamID) -> WatchID? {
    guard case .success(let id)? = watches.watch(request, on: stream, store) else { return nil }
    return id
  }

  public mutating func cancelWatch(_ id: WatchID, on stream: WatchStreamID) {
    watches.cancel(id, on: stream, store)
  }

  /// Asks for a notice of progress for a whole stream.
  public mutating func requestWatchProgress(on stream: WatchStreamID) {
    watches.requestProgress(on: stream)
  }

  /// Takes up to `limit` responses out of a stream, as they are to be sent.
  public mutating func takeWatchResponses(
    from stream: WatchStreamID, limit: Int
  ) -> [WatchResponse] {
    watches.take(from: stream, limit: limit, store)
  }

  /// A round of catching up from history; watchers left behind (etcd syncWatchersLoop).
  public mutating func catchUpWatches() -> Int { watches.catchUp(store) }

  /// Another try for those whose stream was full (etcd syncVictimsLoop).
  public mutating func retryWatchVictims() { watches.retryVictims(store) }

  /// The periodic notices of a stream.
  public mutating func reportWatchProgress(on stream: WatchStreamID) {
    watches.reportProgress(on: stream)
  }

  /// An entry was applied.
  mutating func notifyWatches(output: inout MemberOutput) {
    guard watches.watcherCount > 0 else { return }
    watches.notify(store)
    output.hasWatchNews = true
  }
}
