import KeyValue
import SimKernel

extension PeerMirror {
  /// Opens a new stream for what the mirror needs: a list, or the changes since its cursor.
  mutating func connect(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    inbox.endStream()
    attempts += 1
    stream = StreamID(epoch: epoch, attempt: attempts)
    lastHeard = now
    patience.reset()
    resendAt = now + patience.next()
    if let reason = listingReason {
      phase = .fetching
      listsSinceWatch += 1
      listing = Listing()
      inbox = FrameInbox(after: cursor.floor, limit: settings.windowFrames)
      effects.append(.observe(.listing(reason)))
    } else {
      phase = .opening
      acknowledged = inbox.received
    }
    sendRequest(&effects)
    hasConnection = true
  }

  private var listingReason: MirrorObservation.ListingReason? {
    if mustList { return .compacted }
    return switch cursor {
    case .none: .first
    case .listing: .unfinished
    case .listed, .watching: nil
    }
  }

  private func sendRequest(_ effects: inout [ControllerEffect]) {
    if phase == .fetching, listing.nextPage > 0 {
      effects.append(.send(.nextPage(stream, index: listing.nextPage), .list))
      return
    }
    let start = phase == .fetching ? OpenRequest.Start.list : .watch(after: inbox.received)
    let request = OpenRequest(start: start, isNewConnection: !hasConnection)
    let message = FederationMessage.open(stream, request)
    effects.append(.send(message, message.cause))
  }

  /// Asks for the page that is due.
  mutating func requestNextPage(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    patience.reset()
    resendAt = now + patience.next()
    sendRequest(&effects)
  }

  /// The watch was granted, however that became known.
  mutating func watchRuns(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    if phase == .opening {
      phase = .watching
      reconnect.reset()
      listsSinceWatch = 0
      effects.append(.observe(.watching(after: inbox.received)))
    }
    quiet(now)
  }

  /// Nothing is owed to us; the next thing to send is a ping after a silence.
  mutating func quiet(_ now: SimTime) {
    guard phase == .watching else { return }
    patience.reset()
    resendAt = now + settings.keepaliveAfter
  }

  mutating func receiveFrame(_ frame: EventFrame, _ effects: inout [ControllerEffect]) {
    guard phase == .watching else { return }
    if frame.events.isEmpty {
      bookmark = frame
      meetBookmark()
    }
    let before = inbox.received
    inbox.accept(frame)
    if inbox.received == before {
      // Repeated or early: say again where we are, for the sender's timers.
      effects.append(.send(acknowledgement, .control))
      acknowledged = inbox.acknowledgeable
    }
  }

  /// Lets the sender go on if there is more to acknowledge than was.
  mutating func acknowledge(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    guard phase == .watching, inbox.acknowledgeable > acknowledged else { return }
    acknowledged = inbox.acknowledgeable
    effects.append(.send(acknowledgement, .control))
  }

  private var acknowledgement: FederationMessage {
    .acknowledge(stream, through: inbox.acknowledgeable, hasGap: inbox.hasGap)
  }

  /// Whether the peer owes us a sign of life.
  var isListening: Bool {
    switch phase {
    case .opening, .watching, .fetching: true
    case .stopped, .backingOff, .settling: false
    }
  }

  mutating func endStream() {
    inbox.endStream()
    hasConnection = false
    resendAt = .distantFuture
  }

  /// Waits before opening again.
  mutating func backOff(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    let until = now + reconnect.next(jitter: &draws)
    phase = .backingOff(until: until)
    effects.append(.observe(.backingOff(until: until)))
  }

  mutating func meetDeadlines(_ now: SimTime, _ effects: inout [ControllerEffect]) {
    if let waiting = pending?.retryAt, now >= waiting { retryCommit(&effects) }
    if now >= sweepAt { sweepAt = .distantFuture }
    if case .backingOff(let until) = phase, now >= until { return connect(now, &effects) }
    guard isListening else { return }
    if now >= lastHeard + settings.streamDeadAfter {
      effects.append(.observe(.streamDead))
      endStream()
      return backOff(now, &effects)
    }
    guard now >= resendAt else { return }
    resendAt = now + patience.next()
    if phase == .watching {
      effects.append(.send(.ping(stream), .heartbeat))
    } else {
      sendRequest(&effects)
    }
  }

  func nextDeadline() -> SimTime {
    var deadline = min(pending?.retryAt ?? .distantFuture, sweepAt)
    if case .backingOff(let until) = phase { deadline = min(deadline, until) }
    if isListening {
      deadline = min(deadline, min(resendAt, lastHeard + settings.streamDeadAfter))
    }
    return deadline
  }
}
