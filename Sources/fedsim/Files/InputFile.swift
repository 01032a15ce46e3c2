import Foundation
import Results

/// Reading what the user named.
enum InputFile {
  /// The file's bytes; '-' is standard input.
  static func read(_ path: String, in terminal: Terminal) throws(CommandFailure) -> [UInt8] {
    if path == "-" {
      guard let bytes = terminal.readInput() else {
        throw CommandFailure(.noInput, "Cannot read standard input.")
      }
      return bytes
    }
    switch bytes(of: path) {
    case .success(let bytes): return bytes
    case .failure(let problem): throw problem
    }
  }

  /// The same for a file, as a value.
  static func bytes(of path: String) -> Result<[UInt8], CommandFailure> {
    if isFolder(path) { return .failure(unreadable(path, "it is a folder")) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { return .failure(unreadable(path, systemMessage(errno))) }
      let hint = neighbour(of: path).map { " Did you mean '\($0)'?" } ?? ""
      return .failure(unreadable(path, "there is no such file", hint))
    }
    defer { close(descriptor) }
    return bytes(from: descriptor).mapError { unreadable(path, $0.reason) }
  }

  /// More is taken for a mistake, such as a device that never ends.
  private static let mostBytes = 1 << 30

  /// All that can be read, from a pipe too.
  static func bytes(from descriptor: Int32) -> Result<[UInt8], CommandFailure> {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= mostBytes {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe Foundation.read(descriptor, $0.baseAddress, $0.count)
      }
      if count == 0 { return .success(bytes) }
      if count > 0 {
        bytes += piece[..<count]
      } else if errno != EINTR {
        return .failure(CommandFailure(.noInput, reason: systemMessage(errno)))
      }
    }
    return .failure(CommandFailure(.noInput, reason: "it is larger than 1 GiB"))
  }

  static func isFolder(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    return exists && isDirectory.boolValue
  }

  /// The files below a folder whose names have one of the extensions, in the order of their paths.
  static func files(in folder: String, extensions: [String]) throws(CommandFailure) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    let found = all.filter { extensions.contains(($0 as NSString).pathExtension) }
      .map { root + $0 }.filter { !isFolder($0) }
    guard !found.isEmpty else {
      let kinds = extensions.map { ".\($0)" }.joined(separator: " or ")
      throw CommandFailure(.noInput, "The folder '\(folder)' holds no \(kinds) file.")
    }
    return found.sorted()
  }

  /// A name without folder and extension.
  static func stem(_ path: String) -> String {
    let file = (path as NSString).lastPathComponent
    return file.hasPrefix(".") ? file : (file as NSString).deletingPathExtension
  }

  private static func neighbour(of path: String) -> String? {
    let folder = (path as NSString).deletingLastPathComponent
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    guard let names else { return nil }
    let name = (path as NSString).lastPathComponent
    let near = nearestName(to: name, among: names.sorted().filter { $0 != name })
    return near.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
  }

  private static func unreadable(
    _ path: String, _ reason: String, _ hint: String = ""
  ) -> CommandFailure {
    CommandFailure(.noInput, "Cannot read '\(path)': \(reason).\(hint)", reason: reason)
  }
}
