/// The help of `fedsim explore`.
let explorePage = """
  OVERVIEW: Visit every state of a small group, in all orders of delivery, nearest
  first. Crashes come between steps and before a step's writes.

  USAGE: fedsim explore [<options>]

  EXAMPLES:
    fedsim explore --max-term 1 --crashes 1
    fedsim explore --max-term 1 --mutant ignoreEarlierVote

  OPTIONS:
    --members <n>           Members of the group, 1 to 8. (default: 3)
    --proposals <n>         Proposals in all, 0 to 9. (default: 1)
    --max-term <n>          Nobody campaigns beyond it, 1 to 9. (default: 2)
    --duplicates <n>        Messages that arrive twice, 0 to 9. (default: 0)
    --crashes <n>           Crashes in all, 0 to 9. (default: 0)
    --in-flight <n>         Messages under way at once, 1 to 1000. (default: 64)
    --states <n>            Give up beyond so many states. (default: 10000000)
    --mutant <name>         Plant a fault of the catalogue in the core.
    -h, --help              Show help information.

  Any message may be late for ever, which is how messages get lost. States that
  differ only in the numbers of up to three members count as one; states are told
  apart by 128 bits. Exit status 0 when all were visited, 2 for a violation, 4
  when the limit of states came first.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """
