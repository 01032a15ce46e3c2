import Foundation
import Results

/// A file to be written whole or not at all.
struct OutputFile: Sendable {
  /// As the user gave it.
  let path: String

  init(_ path: String) { self.path = path }

  /// Whether the file could be created, found out before any work is done for it.
  func checkCreatable() throws(CommandFailure) {
    let target = resolved
    if isSpecial(target) { return }
    if isFolder(target) { throw failure(.cannotCreateOutput, "it is a folder") }
    let folder = (target as NSString).deletingLastPathComponent
    if !FileManager.default.fileExists(atPath: folder) {
      throw failure(.cannotCreateOutput, "its folder does not exist")
    }
    if !FileManager.default.isWritableFile(atPath: folder) {
      throw failure(.cannotCreateOutput, "its folder is not writable")
    }
  }

  /// Refuses a file that is already there.
  func checkAbsent() throws(CommandFailure) {
    let target = resolved
    if isSpecial(target) || !FileManager.default.fileExists(atPath: target) { return }
    throw failure(.cannotCreateOutput, "it exists; --force overwrites it")
  }

  /// Replaces the file's content, or leaves the file as it was.
  func write(_ text: String) throws(CommandFailure) { try write(bytes: Array(text.utf8)) }

  /// The same, with bytes that need not be text.
  func write(bytes: [UInt8]) throws(CommandFailure) {
    try checkCreatable()
    let target = resolved
    if isSpecial(target) { return try write(bytes, directlyTo: target) }
    let name = (target as NSString).lastPathComponent
    let folder = (target as NSString).deletingLastPathComponent
    let draft = "\(folder)/.\(name).\(ProcessInfo.processInfo.processIdentifier).part"
    do throws(CommandFailure) {
      try write(bytes, directlyTo: draft)
      keepPermissions(of: target, on: draft)
      guard unsafe rename(draft, target) == 0 else {
        throw failure(.cannotCreateOutput, systemMessage(errno))
      }
    } catch {
      _ = unsafe unlink(draft)
      throw error
    }
  }

  /// The path with symbolic links followed, so that a link is kept and its target replaced.
  var resolved: String {
    let absolute = URL(fileURLWithPath: path).standardizedFileURL
    return absolute.resolvingSymlinksInPath().path
  }

  private func write(_ bytes: [UInt8], directlyTo target: String) throws(CommandFailure) {
    let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(.cannotCreateOutput, systemMessage(errno)) }
    let result = Terminal.write(bytes, to: descriptor)
    let isClosed = close(descriptor) == 0
    switch result {
    case .written where isClosed: return
    case .written: throw failure(.cannotWrite, "the file could not be closed")
    case .closed: throw CommandFailure(.pipeClosed)
    case .failed(let reason): throw failure(.cannotWrite, reason)
    }
  }

  /// A device, pipe or socket, which must not be replaced by a file.
  private func isSpecial(_ target: String) -> Bool {
    let kind = kind(of: target)
    return kind != nil && kind != .typeRegular && kind != .typeDirectory
  }

  private func isFolder(_ target: String) -> Bool { kind(of: target) == .typeDirectory }

  private func kind(of target: String) -> FileAttributeType? {
    try? FileManager.default.attributesOfItem(atPath: target)[.type] as? FileAttributeType
  }

  private func keepPermissions(of old: String, on new: String) {
    guard
      let mode = try? FileManager.default.attributesOfItem(atPath: old)[.posixPermissions]
        as? Int
    else { return }
    try? FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: new)
  }

  private func failure(_ status: ExitCode, _ reason: String) -> CommandFailure {
    let verb = status == .cannotWrite ? "write" : "create"
    return CommandFailure(status, "Cannot \(verb) '\(path)': \(reason).")
  }
}

/// A folder that files are written into.
struct OutputFolder: Sendable {
  let path: String

  init(_ path: String) { self.path = path }

  /// Creates the folder if it does not exist, in a folder that does.
  func prepare() throws(CommandFailure) {
    if InputFile.isFolder(path) { return }
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      let reason = exists ? "a file of that name exists" : "the folder above it does not take it"
      throw CommandFailure(.cannotCreateOutput, "Cannot create the folder '\(path)': \(reason).")
    }
  }
}
