/// A directive of interaction scripts that etcd-io/raft does not have.
///
/// All begin with `x-`, so that a script shows at a glance what only this runner understands. What
/// etcd's own directives do is the same with and without them. A malformed one ends the script with
/// its line; one that makes no sense at the moment prints why, as etcd's own do.
///
/// Three things exist only through extensions. A node that is down takes nothing in and does
/// nothing until it starts again. A link that is cut loses messages when they would be delivered.
/// And a Ready can be taken and finished by two directives, so that a crash between them loses a
/// write.
public struct ScriptExtension: Equatable, Sendable {
  /// The directive with its arguments; what may be left out is in brackets.
  public var usage: String
  /// What it does, in one paragraph.
  public var help: String

  /// The first word of the usage.
  public var name: String { String(usage.prefix { $0 != " " }) }

  init(_ usage: String, _ help: String) { (self.usage, self.help) = (usage, help) }

  /// All of them, in the order in which a reader meets them.
  public static let all: [ScriptExtension] = [
    ScriptExtension(
      "x-add-nodes COUNT [KEY=VALUE ...]",
      """
      add-nodes without a bootstrap snapshot: voters=(1,2,3) and learners=(4) need no index, \
      but are in no log, so that who joins later learns of them from a snapshot only. Takes \
      the keys of add-nodes, and election-tick, heartbeat-tick, max-size-per-msg, \
      max-inflight-bytes, max-uncommitted-size, disable-proposal-forwarding. log=(1,1,4) are \
      the terms of stored entries; term, vote and commit the stored hard state. With \
      snapshots=stored, slow followers are sent the stored snapshot, not the newest state; \
      with conf-changes=held, x-apply puts changes in force; with read-confirmation=context, \
      reads are confirmed as in etcd 3.5.
      """),
    ScriptExtension(
      "x-tick NODE [COUNT]",
      "COUNT single ticks of a node's clock, 1 if left out."),
    ScriptExtension(
      "x-propose NODE DATA ... [size=BYTES]",
      """
      One proposal of an entry for each DATA; size counts every one as if it had so many \
      bytes.
      """),
    ScriptExtension(
      "x-propose-conf-change NODE [KEY=VALUE ...] [size=BYTES]",
      "propose-conf-change with an entry that counts as if it had so many bytes."),
    ScriptExtension(
      "x-read NODE CONTEXT",
      "A linearizable read; a Ready shows its index and the bytes of CONTEXT under ReadStates."),
    ScriptExtension(
      "x-report-snapshot NODE PEER ok|failed",
      "Tells a leader how sending a snapshot to PEER ended."),
    ScriptExtension(
      "x-snapshot NODE [index=INDEX] [compact=INDEX]",
      """
      Stores a snapshot of the node's state machine as of its applied index, or of another, \
      and with compact forgets the entries up to an index.
      """),
    ScriptExtension(
      "x-merge-snapshot NODE [from=NODE] [nth=N] [index=INDEX]",
      """
      Puts the newest state of the sender, or that of an index, into snapshots under way to \
      NODE, as etcd's server does before they leave.
      """),
    ScriptExtension(
      "x-crash NODE ...",
      """
      The process dies. Its memory is lost, and so is every write that was begun and not \
      finished. What is under way to and from other nodes stays under way; what reaches the \
      node while it is down is lost.
      """),
    ScriptExtension(
      "x-restart NODE ... [applied=INDEX] [KEY=VALUE ...]",
      """
      Starts the node from its disk, after a crash if it is up. Its state machine keeps what \
      it had applied, or only what it had up to INDEX; the rest is applied again. The keys are \
      those of x-add-nodes that say options, such as prevote=true.
      """),
    ScriptExtension(
      "x-take-ready NODE",
      """
      The first half of process-ready: takes a Ready, whose write begins. A leader's messages \
      go at once.
      """),
    ScriptExtension(
      "x-store-ready NODE",
      "The write of a Ready that was taken is durable, but the node is not told yet."),
    ScriptExtension(
      "x-finish-ready NODE",
      """
      The second half: the write is durable, committed entries are applied, the other messages \
      go.
      """),
    ScriptExtension(
      "x-apply NODE [refused]",
      """
      Puts the next committed configuration change of a node with conf-changes=held in force, \
      or has it refused as etcd's server does; then applies entries up to the next.
      """),
    ScriptExtension(
      "x-messages [NODE ...]",
      "Shows what is under way, all or that to some nodes."),
    ScriptExtension(
      "x-deliver NODE [from=NODE] [type=TYPE] [nth=N]",
      """
      Delivers messages that are under way to NODE, in whatever order the script likes: all \
      that match, or the N-th of them. from takes AppendThread and ApplyThread too.
      """),
    ScriptExtension(
      "x-drop NODE [from=NODE] [type=TYPE] [nth=N]",
      "Loses messages, chosen in the same way."),
    ScriptExtension(
      "x-duplicate NODE [from=NODE] [type=TYPE] [nth=N]",
      "Puts copies of messages behind all others, chosen in the same way."),
    ScriptExtension(
      "x-partition NODE ...",
      "Cuts the links between these nodes and all others, both ways. Cuts add up."),
    ScriptExtension(
      "x-cut from=NODE to=NODE",
      "Cuts one link in one direction."),
    ScriptExtension(
      "x-heal",
      "Mends all links."),
    ScriptExtension(
      "x-state [NODE ...]",
      "Role, term, vote, leader, commit, applied and last index, from memory."),
    ScriptExtension(
      "x-disk NODE",
      "The stored hard state, first index and entries."),
    ScriptExtension(
      "x-machine [NODE ...]",
      "What the state machines hold: the index applied last and the data."),
  ]
}
