/// The help of `fedsim conformance`, which lists our own directives.
let conformancePage = """
  OVERVIEW: Run data-driven files of etcd-io/raft on the Raft core, and compare
  byte by byte.

  USAGE: fedsim conformance [<options>] <file or folder> ...

  ARGUMENTS:
    <file or folder>        A script, or a folder of .txt files at any depth, such
                            as a checkout of etcd-io/raft. Outside folders called
                            testdata, .txt files without a line '----' are passed
                            over.

  OPTIONS:
    --rewrite               Put what is printed in place of what was expected, in
                            the files themselves. Comments stay. Files that cannot
                            be run to their end are left alone.
    -h, --help              Show help information.

  OUR OWN DIRECTIVES OF INTERACTION SCRIPTS:
    x-add-nodes COUNT [KEY=VALUE ...]
                            add-nodes without a bootstrap snapshot: voters=(1,2,3)
                            and learners=(4) need no index, but are in no log, so
                            that who joins later learns of them from a snapshot
                            only. Takes the keys of add-nodes, and election-tick,
                            heartbeat-tick, max-size-per-msg, max-inflight-bytes,
                            max-uncommitted-size, disable-proposal-forwarding.
                            log=(1,1,4) are the terms of stored entries; term,
                            vote and commit the stored hard state. With
                            snapshots=stored, slow followers are sent the stored
                            snapshot, not the newest state; with
                            conf-changes=held, x-apply puts changes in force; with
                            read-confirmation=context, reads are confirmed as in
                            etcd 3.5.
    x-tick NODE [COUNT]     COUNT single ticks of a node's clock, 1 if left out.
    x-propose NODE DATA ... [size=BYTES]
                            One proposal of an entry for each DATA; size counts
                            every one as if it had so many bytes.
    x-propose-conf-change NODE [KEY=VALUE ...] [size=BYTES]
                            propose-conf-change with an entry that counts as if it
                            had so many bytes.
    x-read NODE CONTEXT     A linearizable read; a Ready shows its index and the
                            bytes of CONTEXT under ReadStates.
    x-report-snapshot NODE PEER ok|failed
                            Tells a leader how sending a snapshot to PEER ended.
    x-snapshot NODE [index=INDEX] [compact=INDEX]
                            Stores a snapshot of the node's state machine as of
                            its applied index, or of another, and with compact
                            forgets the entries up to an index.
    x-merge-snapshot NODE [from=NODE] [nth=N] [index=INDEX]
                            Puts the newest state of the sender, or that of an
                            index, into snapshots under way to NODE, as etcd's
                            server does before they leave.
    x-crash NODE ...        The process dies. Its memory is lost, and so is every
                            write that was begun and not finished. What is under
                            way to and from other nodes stays under way; what
                            reaches the node while it is down is lost.
    x-restart NODE ... [applied=INDEX] [KEY=VALUE ...]
                            Starts the node from its disk, after a crash if it is
                            up. Its state machine keeps what it had applied, or
                            only what it had up to INDEX; the rest is applied
                            again. The keys are those of x-add-nodes that say
                            options, such as prevote=true.
    x-take-ready NODE       The first half of process-ready: takes a Ready, whose
                            write begins. A leader's messages go at once.
    x-store-ready NODE      The write of a Ready that was taken is durable, but
                            the node is not told yet.
    x-finish-ready NODE     The second half: the write is durable, committed
                            entries are applied, the other messages go.
    x-apply NODE [refused]  Puts the next committed configuration change of a node
                            with conf-changes=held in force, or has it refused as
                            etcd's server does; then applies entries up to the
                            next.
    x-messages [NODE ...]   Shows what is under way, all or that to some nodes.
    x-deliver NODE [from=NODE] [type=TYPE] [nth=N]
                            Delivers messages that are under way to NODE, in
                            whatever order the script likes: all that match, or
                            the N-th of them. from takes AppendThread and
                            ApplyThread too.
    x-drop NODE [from=NODE] [type=TYPE] [nth=N]
                            Loses messages, chosen in the same way.
    x-duplicate NODE [from=NODE] [type=TYPE] [nth=N]
                            Puts copies of messages behind all others, chosen in
                            the same way.
    x-partition NODE ...    Cuts the links between these nodes and all others,
                            both ways. Cuts add up.
    x-cut from=NODE to=NODE Cuts one link in one direction.
    x-heal                  Mends all links.
    x-state [NODE ...]      Role, term, vote, leader, commit, applied and last
                            index, from memory.
    x-disk NODE             The stored hard state, first index and entries.
    x-machine [NODE ...]    What the state machines hold: the index applied last
                            and the data.

  A file's first directive tells whether it is of the interaction, quorum or
  confchange family. etcd's own directives do what they do there.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """
