import Foundation
import Results
import ScenarioFormat

/// Where a scenario comes from: a file, standard input ('-'), or a template ('builtin:<name>').
struct ScenarioSource: Sendable, Hashable {
  /// As the user gave it.
  let argument: String

  static let builtinPrefix = "builtin:"

  init(_ argument: String) { self.argument = argument }

  var isFile: Bool { argument != "-" && !argument.hasPrefix(Self.builtinPrefix) }

  /// The bytes of the scenario.
  func bytes(in terminal: Terminal) throws(CommandFailure) -> [UInt8] {
    guard argument.hasPrefix(Self.builtinPrefix) else {
      do throws(CommandFailure) {
        return try InputFile.read(argument, in: terminal)
      } catch {
        throw withTemplateHint(error)
      }
    }
    let name = String(argument.dropFirst(Self.builtinPrefix.count))
    guard let template = Templates.named(name) else {
      let guess = nearestName(to: name, among: Templates.all.map(\.name))
      let hint =
        guess.map { "Did you mean '\(Self.builtinPrefix)\($0)'?" }
        ?? "See 'fedsim list templates'."
      throw CommandFailure(.noInput, "No template is called '\(name)'. \(hint)")
    }
    return Array(template.text.utf8)
  }

  /// What diagnostics call it, and the scenario's name comes from: a template has a file's
  /// name, a stream none.
  var name: String {
    if argument.hasPrefix("/dev/") { return "-" }
    guard argument.hasPrefix(Self.builtinPrefix) else { return argument }
    let name = String(argument.dropFirst(Self.builtinPrefix.count))
    return "\(name).\(Templates.named(name)?.fileExtension ?? "json")"
  }

  /// The checked scenario, or all that is wrong with it.
  func read(_ bytes: [UInt8], overrides: [String]) -> ReadResult {
    ScenarioReader.read(bytes: bytes, name: name, overrides: overrides) { path in
      InputFile.bytes(of: besideScenario(path)).mapError { problem in
        FileProblem(problem.reason)
      }
    }
  }

  /// The path of a file that the scenario names, relative to the scenario's own.
  private func besideScenario(_ path: String) -> String {
    let folder = isFile ? (argument as NSString).deletingLastPathComponent : ""
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  private func withTemplateHint(_ failure: CommandFailure) -> CommandFailure {
    guard failure.status == .noInput, Templates.named(argument) != nil,
      !FileManager.default.fileExists(atPath: argument)
    else { return failure }
    return CommandFailure(
      .noInput,
      "Cannot read '\(argument)': there is no such file. "
        + "Did you mean '\(Self.builtinPrefix)\(argument)'?")
  }
}
