/// Why something that happened to a Raft group does not become part of a script.
public enum ExportProblem: Error, Hashable, Sendable {
  /// Scripts have no directive for it.
  case unsayable(String)
  /// The script does something else than what happened: a bug of ours.
  case diverged(String)
}
