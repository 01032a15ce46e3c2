import XCTest

@testable import fedsim

final class ArgumentParserTests: XCTestCase {
  private static let name = ValueOption<String>("-n, --name <text>", "A text.")
  private static let level = ValueOption<Int>("--level <n>", "A number.") { text throws(BadValue) in
    guard let level = Int(text) else { throw BadValue("It must be a number.") }
    return level
  }
  private static let fast = Flag("-f, --fast", "Quickly.")
  private static let spec = CommandSpec(
    name: "test", summary: "", overview: "", usage: "<file> ...",
    arguments: [.init("<file>", "A file.")], count: 0...3,
    options: [name.spec, level.spec, fast.spec])

  private func parse(_ words: [String]) throws -> ParsedArguments {
    var parser = ArgumentParser(words[...], for: Self.spec)
    return try parser.parseAll()
  }

  func testLinesAreTakenApart() throws {
    let table: [(words: String, positional: [String], name: String?, fast: Bool, line: Int)] = [
      ("a b", ["a", "b"], nil, false, #line),
      ("--name x a", ["a"], "x", false, #line),
      ("--name=x a", ["a"], "x", false, #line),
      ("--name=x=y", [], "x=y", false, #line),
      ("a --name x --fast b", ["a", "b"], "x", true, #line),
      ("-n x", [], "x", false, #line),
      ("-n=x", [], "x", false, #line),
      ("-nx", [], "x", false, #line),
      ("-fn x", [], "x", true, #line),
      ("-f --no-fast", [], nil, false, #line),
      ("--no-fast -f", [], nil, true, #line),
      ("--name x --name y", [], "y", false, #line),
      ("- --name -", ["-"], "-", false, #line),
      ("--name -5", [], "-5", false, #line),
      ("-- --fast -n", ["--fast", "-n"], nil, false, #line),
      ("a -- -- b", ["a", "--", "b"], nil, false, #line),
    ]
    for row in table {
      let parsed = try parse(row.words.split(separator: " ").map(String.init))
      XCTAssertEqual(parsed.positional, row.positional, "line \(row.line)")
      XCTAssertEqual(try parsed.last(Self.name), row.name, "line \(row.line)")
      XCTAssertEqual(parsed.isOn(Self.fast), row.fast, "line \(row.line)")
    }
  }

  func testMistakesAreNamed() {
    let table: [(words: String, message: String, line: Int)] = [
      ("--nam x", "Unknown option '--nam'. Did you mean '--name'?", #line),
      ("--FAST", "Unknown option '--FAST'. Did you mean '--fast'?", #line),
      ("--zzzzzz", "Unknown option '--zzzzzz'.", #line),
      ("-z", "Unknown option '-z'.", #line),
      ("-fz", "Unknown option '-z'.", #line),
      ("--name", "Missing value for '--name <text>'.", #line),
      ("--name --fast", "Missing value for '--name <text>'.", #line),
      ("--fast=yes", "'--fast' takes no value, but 'yes' was given.", #line),
      ("--no-name", "Unknown option '--no-name'.", #line),
      ("--no-help", "Unknown option '--no-help'.", #line),
      (
        "--level x", "The value 'x' is invalid for '--level <n>'. It must be a number.", #line
      ),
      ("--name=", "The value '' is invalid for '--name <text>'. It is empty.", #line),
      ("a b c d", "Unexpected argument 'd'.", #line),
      ("a b c d e", "Unexpected arguments: 'd', 'e'.", #line),
    ]
    for row in table {
      XCTAssertThrowsError(
        try parse(row.words.split(separator: " ").map(String.init)), "line \(row.line)"
      ) {
        XCTAssertEqual(($0 as? UsageError)?.message, row.message, "line \(row.line)")
      }
    }
  }

  func testEveryOptionOfEveryCommandParsesAsItsHelpSays() throws {
    let samples = [
      "<n>": "3", "<a..b>": "1..3", "<path=value>": "duration=3s", "<list>": "all",
      "<fmt=file>": "csv=x.csv", "<percent>": "5", "<columns>": "100", "<when>": "never",
      "<format>": "json", "<theme>": "light", "<set>": "ascii", "<unit>": "ms", "<label>": "region",
      "<form>": "short", "<name=time>": "message=40us",
      "<setup>": "servers=5,timeout=150-300,delay=1-3",
    ]
    let special = [
      "--expect": "write p99 < 1s", "--fail-on": "write.p99 worse 5%", "--metric": "outage",
      "--to": "datadriven", "--until": "3.2s", "--preset": "etcd-3.6",
      "--mutant": "ignoreEarlierVote", "--around": "4.1s",
    ]
    for command in Invocation.commands {
      let spec = command.spec
      let names = spec.options.flatMap(\.names)
      XCTAssertEqual(Set(names).count, names.count, "\(spec.name) declares a name twice")
      for option in spec.options + GlobalOptions.all {
        XCTAssertEqual(spec.option(named: option.name)?.label, option.label, spec.name)
        for name in option.names {
          let value = option.valueName.map { special[option.name] ?? samples[$0] ?? "x" }
          let arguments = Array(repeating: "x", count: spec.count.lowerBound)
          var parser = ArgumentParser(
            ([name] + [value].compactMap { $0 } + arguments)[...], for: spec)
          XCTAssertNoThrow(try parser.parseAll(), "\(spec.name) \(name)")
        }
      }
    }
  }

  func testListsKeepTheirOrderAndRefuseHoles() throws {
    XCTAssertEqual(try readList("b, a") { $0 }, ["b", "a"])
    for text in ["", ",", "a,", "a, ,b"] {
      XCTAssertThrowsError(try readList(text) { $0 }, text)
    }
  }
}
