/// The help of `fedsim calibrate`, which says what the last line counts.
let calibratePage = """
  OVERVIEW: Simulate what each measurement file describes, and print measured
  beside simulated: latencies, throughput, failovers, elections. Rows outside of
  their floor end with '*'; with any the exit code is 1.

  USAGE: fedsim calibrate [<options>] <measurement> ...

  EXAMPLES:
    fedsim calibrate measurements/ --trials 200

  ARGUMENTS:
    <measurement>           A JSON file, a folder of them, or '-' for stdin.

  OPTIONS:
    --trials <n>            Failovers to simulate for each file that has some.
                            (default: 1000)
    --seed <n>              One seed, 0 to 2^53-1. (default: 1)
    --preset <name>         The machine to simulate: a group preset. (default:
                            etcd-3.5-small)
    --set <name=time>       Change a time of the machine: --set message=40us
                            (repeatable)
    --fit                   Search the machine's times that fit best, and print
                            them as "processing".
    --evaluations <n>       Machines that a fit tries at most. (default: 200)
    --threads <n>           Runs at the same time; output never changes. (default:
                            the processors)
    -h, --help              Show help information.

  The last line counts rows outside of their floors ('K of N': K outside, of N
  judged). p50: puts and reads within 3% or 0.7 ms where they take 10 ms or more,
  with p90 within 5% or 1.5 ms, below that within 25% or 1 ms; watch events within
  2% or 0.6 ms; the median error, of puts and reads from 10 ms, below 1%.
  throughput: ops/s within 10%, from 16 clients and 10 ms, where the machine was
  less than 85% busy. failover: the time to the first write not told apart at 1%
  (exact Kolmogorov-Smirnov test); the share of split votes within the 99%
  interval of the measured. elections: leaders elected in quiet and at cold start
  within a factor of 1.3; leader transfer within a heartbeat. The format of the
  files stands in scenarios/README.md.

  The global options (--format, --output, --color, --width, ...) are listed by
  'fedsim --help'.

  """
