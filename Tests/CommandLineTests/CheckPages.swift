/// The help of `fedsim check`.
let checkPage = """
  OVERVIEW: Run our Raft, its host and its store through trials drawn from seeds,
  with faults of networks, disks, clocks, processes and operators, and check what
  must hold. A failing trial is made small, drawn, and can be replayed.

  USAGE: fedsim check [<options>]

  EXAMPLES:
    fedsim check --runs 100000
    fedsim check --mutant ignoreEarlierVote --save two-leaders.json
    fedsim check --mutants

  OPTIONS:
    --runs <n>              Trials of a campaign, 1 to 10000000. (default: 1000;
                            with --mutants 2000)
    --campaign <n>          Which campaign: another one has other seeds. (default:
                            1)
    --seed <n>              Only the trial of this seed, with its story.
    --mutant <name>         Plant a fault of the catalogue in our Raft.
                            (repeatable)
    --mutants               Plant one fault after the other, and tell which of
                            them are found.
    --campaigns <n>         Campaigns of each mutant, 1 to 100. (default: 5)
    --shrink <n>            Runs spent on making a failing trial smaller; 0 for
                            none. (default: 600)
    --save <file>           Write the smallest failing trial to a file, for
                            'fedsim replay'.
    --threads <n>           Runs at the same time; output never changes. (default:
                            the processors)
    -h, --help              Show help information.

  Exit status 2 when a promise was broken, 4 when runs came to no verdict. With
  --mutants, 1 when a mutation was not found.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """

/// The help of `fedsim replay`.
let replayPage = """
  OVERVIEW: Run the trial of a file that 'fedsim check --save' wrote, or a test of
  our Raft kept as a fixture, and print its report.

  USAGE: fedsim replay [<options>] <file>

  EXAMPLES:
    fedsim replay two-leaders.json

  ARGUMENTS:
    <file>                  A failing trial (fedsim.failure/1), or '-' for stdin.

  OPTIONS:
    -h, --help              Show help information.

  Exit status 2 when it fails as before, 0 when it passes now, 3 when it goes
  another way than it did: another version, or, if two runs differ, broken
  determinism.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """

/// The help of `fedsim explain`.
let explainPage = """
  OVERVIEW: Run the trial of a file that 'fedsim check --save' wrote, and tell
  what promise was broken, how it came to it, and each step around it.

  USAGE: fedsim explain [<options>] <file>

  EXAMPLES:
    fedsim explain two-leaders.json --node 2 --around 1.2s

  ARGUMENTS:
    <file>                  A failing trial (fedsim.failure/1), or '-' for stdin.

  OPTIONS:
    --node <n>              Only what node n does, such as 3 or n3. (repeatable)
    --around <time>         The steps around this time, such as 4.1s. (default:
                            the failure)
    --limit <n>             Steps that are listed at most, 1 to 100000. (default:
                            40)
    -h, --help              Show help information.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """
