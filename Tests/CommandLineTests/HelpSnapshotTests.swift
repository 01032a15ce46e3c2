import Results
import XCTest

@testable import fedsim

/// The help pages as people read them. A page changes here when an option does.
final class HelpSnapshotTests: XCTestCase {
  func testEveryPageIsAsShown() {
    XCTAssertEqual(Invocation.commands.map { $0.spec.name }, Self.pages.map(\.command))
    for (command, page) in Self.pages {
      let stage = Stage()
      XCTAssertEqual(stage.run(command, "--help"), .done)
      XCTAssertEqual(stage.printed, page, command)
      let other = Stage()
      other.run("help", command)
      XCTAssertEqual(other.printed, page, "help \(command)")
    }
  }

  func testTheFirstPage() {
    for words in [[], ["--help"], ["-h"], ["help"]] {
      let stage = Stage()
      XCTAssertEqual(stage.run(words), .done)
      XCTAssertEqual(stage.printed, Self.root, "\(words)")
      XCTAssertEqual(stage.complained, "")
    }
  }

  func testExitCodes() {
    let stage = Stage()
    XCTAssertEqual(stage.run("help", "exit-codes"), .done)
    for code in ExitCode.allCases {
      XCTAssertTrue(stage.printed.contains(" \(code.rawValue)  \(code.meaning)"), "\(code)")
    }
  }

  func testHelpAndVersionAnswerWhateverElseIsWrong() {
    let table: [([String], isHelp: Bool)] = [
      (["run", "--nonsense", "--help"], true),
      (["run", "a", "-h", "b"], true),
      (["--color", "never", "run", "-h"], true),
      (["--version"], false),
      (["run", "--version"], false),
    ]
    for (words, isHelp) in table {
      let stage = Stage()
      XCTAssertEqual(stage.run(words), .done, "\(words)")
      XCTAssertEqual(stage.printed == Tool.version + "\n", !isHelp, "\(words)")
    }
    let stage = Stage()
    XCTAssertEqual(stage.run("run", "--", "--help"), .noInput)
  }

  func testNoLineIsWiderThan80Columns() {
    for page in Self.pages.map(\.page) + [Self.root] {
      for line in page.split(separator: "\n") {
        XCTAssertLessThanOrEqual(line.count, 80, String(line))
        XCTAssertFalse(line.hasSuffix(" "), String(line))
      }
    }
  }

  func testTheExamplesAreCommandLinesThatParse() throws {
    for spec in [Invocation.root] + Invocation.commands.map({ $0.spec }) {
      for example in spec.examples {
        let line =
          example.prefix(while: { $0 != ">" }).firstRange(of: "   ")
          .map { example[..<$0.lowerBound] } ?? example.prefix { $0 != ">" }
        let words = line.split(separator: " ").map(String.init)
        XCTAssertEqual(words[0], "fedsim")
        let command = try XCTUnwrap(Invocation.commands.first { $0.spec.name == words[1] }, example)
        var parser = ArgumentParser(words[2...], for: command.spec)
        XCTAssertNoThrow(try parser.parseAll(), example)
      }
    }
  }

  private static let root = """
    OVERVIEW: Deterministic simulator of etcd-style Raft across regions, with a
    Kubernetes-like federation layer on top.

    USAGE: fedsim <subcommand>

    EXAMPLES:
      fedsim new three-regions > eu.json         write a starter scenario
      fedsim run eu.json --seeds 1..32           simulate it under 32 seeds
      fedsim compare stretched.json federated.json

    SUBCOMMANDS:
      run                     Simulate scenarios, print a report, judge 'expect'.
      compare                 Put scenarios or saved results side by side.
      validate                Check scenario files without simulating.
      new                     Write a starter scenario.
      list                    List templates, metrics, faults, charts, invariants,
                              codes, regions, disks, jitters, presets, mutants,
                              promises.
      schema                  Print the JSON Schema of scenarios or results.
      conformance             Run etcd-io/raft's data-driven files on the Raft core.
      trace                   Write a simulation in another tool's format.
      calibrate               Hold simulations against measurements of a real etcd.
      validate-elections      Hold the Raft core's elections against published ones.
      check                   Hunt for safety and liveness violations over seeds.
      replay                  Run a failing trial again, and tell whether it goes
                              the same way.
      explain                 Tell what happened in a failing trial, with a diagram.
      explore                 Visit every history of a small group of the Raft core.
      help                    Show help for a subcommand or topic (exit-codes).

    GLOBAL OPTIONS:
      --format <format>       text, json, csv or markdown on stdout. (default: text)
      -o, --output <file>     Put that document in a file; stdout gets the text.
      --color <when>          auto, always or never. (default: auto)
      --theme <theme>         dark, light or mono. (default: dark)
      --charset <set>         auto, braille, block or ascii. (default: auto)
      --width <columns>       40 to 200. (default: the terminal's, else 80)
      --time-unit <unit>      auto, us, ms or s. (default: auto)
      --progress <when>       auto, never, plain or json. (default: auto)
      --accessible            No redraw, no drawings: every chart as a table.
      -q, --quiet             Errors and exit code only.
      -v, --verbose           Say on stderr what is being done and why.
      --version               Show the version.
      -h, --help              Show help information.

    See 'fedsim help <subcommand>' for the options of one of them.

    """

  private static let pages: [(command: String, page: String)] = [
    (
      "run",
      """
      OVERVIEW: Simulate scenarios, print a report and judge their expectations.

      USAGE: fedsim run [<options>] <scenario> ...

      ARGUMENTS:
        <scenario>              A JSON file, '-' for stdin, or 'builtin:<name>'.

      OPTIONS:
        --seed <n>              One seed, 0 to 2^53-1. (default: the file's, else 1)
        --seeds <a..b>          Several seeds, merged, with 95% intervals.
        --set <path=value>      Override a value: --set duration=30s (repeatable)
        --expect <rule>         Add 'client.write.latency p99 < 250ms', or 'none'.
                                (repeatable)
        --chart <list>          summary, percentiles, timeline, heatmap, leaders,
                                staleness, why, all or none. (default:
                                summary,timeline,why)
        --by <label>            Split rows by cluster, region, load, operation, from,
                                to, kind.
        --save <file>           Save the whole result, for 'fedsim compare'.
        --export <fmt=file>     Also write csv, json or markdown: --export csv=out.csv
                                (repeatable)
        --jobs <n>              Seeds run in parallel; output never changes. (default:
                                the processors)
        --fail-fast             Stop at the first seed that fails.
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    (
      "compare",
      """
      OVERVIEW: Put scenarios or saved results side by side; first is the baseline.

      USAGE: fedsim compare [<options>] <baseline> <other> ...

      ARGUMENTS:
        <baseline> <other>      Scenario files, saved results, or a mix; 2 to 4.

      OPTIONS:
        --baseline <name>       Use another one as the baseline.
        --seeds <a..b>          Seeds for the scenario files. (default: a saved
                                result's, else 1..8)
        --set <path=value>      Override a value: --set duration=30s (repeatable)
        --metric <list>         Rows to show. (default: those that have something to
                                say)
        --chart <list>          table, percentiles, timeline, heatmap, leaders,
                                staleness, why, all or none. (default:
                                table,percentiles,why)
        --by <label>            Split rows by cluster, region, load, operation, from,
                                to, kind.
        --noise <percent>       Call smaller changes 'same'. (default: 0)
        --fail-on <rule>        Exit 1 when a rule holds: 'write.p99 worse 5%'
                                (repeatable)
        --allow-mismatch        Compare although load or duration differ.
        --save <folder>         Save each simulated result as
                                <folder>/<name>.result.json.
        --export <fmt=file>     Also write csv, json or markdown: --export csv=out.csv
                                (repeatable)
        --jobs <n>              Seeds run in parallel; output never changes. (default:
                                the processors)
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    (
      "validate",
      """
      OVERVIEW: Check scenario files without simulating.

      USAGE: fedsim validate [<options>] <scenario> ...

      EXAMPLES:
        fedsim validate scenarios --strict

      ARGUMENTS:
        <scenario>              A JSON file, a folder of them, '-' for stdin, or
                                'builtin:<name>'.

      OPTIONS:
        --set <path=value>      Override a value: --set duration=30s (repeatable)
        --strict                Let warnings fail too.
        --diagnostics <form>    How stderr shows them: text, short ('file:line:column:
                                error: ...') or json. (default: text)
        --print-resolved        Print each scenario as it would be run, defaults
                                filled in.
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    (
      "new",
      """
      OVERVIEW: Write a starter scenario to standard output, or with -o to a new file.

      USAGE: fedsim new [<options>] <template>

      EXAMPLES:
        fedsim new three-regions > eu.json
        fedsim new three-regions -o eu.json

      ARGUMENTS:
        <template>              Name of a template; 'fedsim list templates' shows all.

      OPTIONS:
        --force                 Overwrite the file of --output if it exists.
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    (
      "list",
      """
      OVERVIEW: List the names that scenarios and options can use.

      USAGE: fedsim list [<topic>] [<provider>]

      EXAMPLES:
        fedsim list metrics
        fedsim list regions gcp --format csv

      ARGUMENTS:
        <topic>                 templates, metrics, faults, charts, invariants, codes,
                                regions, disks, jitters, presets, mutants, promises.
                                (default: the topics)
        <provider>              With regions: aws, azure, gcp, ibm. (default: all)

      OPTIONS:
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    (
      "schema",
      """
      OVERVIEW: Print the JSON Schema of scenarios or results, for editors and
      checkers.

      USAGE: fedsim schema <scenario|result>

      EXAMPLES:
        fedsim schema scenario > fedsim-scenario.schema.json

      ARGUMENTS:
        <scenario|result>       Which format.

      OPTIONS:
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    ("conformance", conformancePage),
    (
      "trace",
      """
      OVERVIEW: Simulate a scenario from its start and write what happens to a Raft
      group in another tool's format.

      USAGE: fedsim trace [<options>] --to <format> <scenario>

      EXAMPLES:
        fedsim trace eu.json --to datadriven --until 2s -o eu.txt
        fedsim conformance eu.txt

      ARGUMENTS:
        <scenario>              A JSON file, '-' for stdin, or 'builtin:<name>'.

      OPTIONS:
        --to <format>           datadriven: a script of directives as etcd-io/raft's
                                tests have them, for 'fedsim conformance'.
        --group <name>          Whose story it is. (default: the only group)
        --until <time>          Where it ends, such as 3.2s. (default: the scenario's
                                end)
        --seed <n>              One seed, 0 to 2^53-1. (default: the file's, else 1)
        --set <path=value>      Override a value: --set duration=30s (repeatable)
        -h, --help              Show help information.

      The script does what the group does in the simulation, message by message, and
      passes. Where something happens that scripts cannot say, nothing is written; the
      error names it and its time.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
    ("calibrate", calibratePage),
    ("validate-elections", validateElectionsPage),
    ("check", checkPage),
    ("replay", replayPage),
    ("explain", explainPage),
    ("explore", explorePage),
    (
      "help",
      """
      OVERVIEW: Show help for a subcommand or topic.

      USAGE: fedsim help [<subcommand or topic>]

      ARGUMENTS:
        <subcommand or topic>   Name of a subcommand, or exit-codes. (default: all)

      OPTIONS:
        -h, --help              Show help information.

      The global options (--format, --output, --color, --width, ...) are listed by
      'fedsim --help'.

      """
    ),
  ]
}
