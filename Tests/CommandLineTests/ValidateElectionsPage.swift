/// The help of `fedsim validate-elections`, with the words of a setup.
let validateElectionsPage = """
  OVERVIEW: Run elections of the Raft core in the setups of published experiments,
  and compare.

  USAGE: fedsim validate-elections [<options>]

  EXAMPLES:
    fedsim validate-elections --elections 2000
    fedsim validate-elections --custom servers=5,timeout=300-600,delay=30-40

  OPTIONS:
    --elections <n>         Elections of each setup, 1 to 1000000. (default:
                            10000)
    --seed <n>              Seed of all draws. (default: 1)
    --custom <setup>        Run this setup instead of the table and print its
                            figures (repeatable)
    -h, --help              Show help information.

  WORDS OF A SETUP (times in ms):
    servers=<n>             Members of the group, 1 to 64; a majority of them
                            elects (needed)
    live=<n>                Members that are up (all but one, which led, if
                            absent)
    timeout=<a>-<b>         Election timeouts, uniform (needed)
    delay=<a>-<b>           One-way delay, uniform, of requests and answers
                            (needed)
    reply=<a>-<b>           One-way delay of answers, if it is another
    heartbeat=<t>           Crash at a uniform moment of this interval (0: at
                            fresh timers)
    candidate=<a>-<b>       Timeouts of candidates, if they are others
    timers=restart|keep     What a new term does to the timer of a member that
                            refuses its vote
    logs=same|distinct      Whether all logs are alike, or each is longer than the
                            last

  Exit status 0 when every figure lies in its band, 1 when one does not.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """
