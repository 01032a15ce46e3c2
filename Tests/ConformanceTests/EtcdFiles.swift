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
