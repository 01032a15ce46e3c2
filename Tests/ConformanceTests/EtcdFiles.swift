import Foundation
import TestSupport
import XCTest

struct EtcdFile {
  /// Path below the folder of the files.
  var name: String
  var bytes: [UInt8]
}

/// The data-driven files of etcd-io/raft, by name. They are external data, not part of the package.
func etcdFiles() throws -> [EtcdFile] {
  let folder = SharedFolder.url.appendingPathComponent("conformance/etcd-raft")
  let found = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
  let names = found.compactMap { $0 as? String }.filter { $0.hasSuffix(".txt") }.sorted()
  if names.isEmpty {
    throw XCTSkip("no data-driven files of etcd-io/raft: set FEDSIM_SHARED to the shared folder")
  }
  return try names.map { name in
    EtcdFile(
      name: name, bytes: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
  }
}

extension EtcdFile {
  /// A byte of what some case expects.
  struct Place {
    var offset: Int
    /// Its line, and that of the directive, from 1.
    var line: Int
    var caseLine: Int
  }

  /// Every byte between a line `----` and the blank line behind it, newlines apart.
  var expectedBytes: [Place] {
    var places: [Place] = []
    for part in parts where part.isExpected {
      places += part.bytes.map { Place(offset: $0, line: part.line, caseLine: part.caseLine) }
    }
    return places
  }

  /// The bytes of every case, from the directive to the last letter that it expects.
  var cases: [Range<Int>] {
    var cases: [Range<Int>] = []
    for part in parts where part.caseLine > 0 {
      if part.line == part.caseLine { cases.append(part.bytes) }
      cases[cases.count - 1] = cases[cases.count - 1].lowerBound..<part.bytes.upperBound
    }
    return cases
  }

  /// A line, and which case it belongs to; 0 for none.
  private struct Part {
    var bytes: Range<Int>
    var line: Int
    var caseLine: Int
    var isExpected: Bool
  }

  private var parts: [Part] {
    var parts: [Part] = []
    var (start, line, caseLine, isExpected) = (0, 0, 0, false)
    for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
      line += 1
      let text = bytes[start..<end]
      let isComment = text.first == UInt8(ascii: "#") && caseLine == 0
      if text.isEmpty {
        (caseLine, isExpected) = (0, false)
      } else if caseLine == 0, !isComment {
        caseLine = line
      }
      parts.append(
        Part(bytes: start..<end, line: line, caseLine: caseLine, isExpected: isExpected))
      if text.elementsEqual("----".utf8) { isExpected = true }
      start = end + 1
    }
    return parts
  }
}
