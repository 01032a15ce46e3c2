/// The name of a Service that several clusters share (namespace sameness, KEP-1645).
public struct ServiceName: Hashable, Sendable {
  public var namespace: String
  public var name: String

  /// Where clients look it up.
  public static let clusterSetSuffix = "svc.clusterset.local"

  /// Both must be DNS labels (RFC 1123).
  public init(namespace: String, name: String) throws(ServiceNameError) {
    for label in [name, namespace] where !Self.isLabel(label) {
      throw .notALabel(label)
    }
    self.namespace = namespace
    self.name = name
  }

  /// Parses `s.ns.svc.clusterset.local`, with or without the final dot; letters of any case.
  public init(clusterSetName text: String) throws(ServiceNameError) {
    var labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if labels.count > 1, labels.last == "" { labels.removeLast() }
    guard labels.suffix(3).joined(separator: ".") == Self.clusterSetSuffix else {
      throw .notInClusterSet(text)
    }
    guard labels.count == 5 else { throw .wrongDepth(text) }
    try self.init(namespace: String(labels[1]), name: String(labels[0]))
  }

  /// `s.ns.svc.clusterset.local`.
  public var clusterSetName: String { "\(name).\(namespace).\(Self.clusterSetSuffix)" }

  /// 1 to 63 lower-case letters, digits and hyphens, neither first nor last a hyphen.
  static func isLabel(_ text: some StringProtocol) -> Bool {
    let bytes = Array(text.utf8)
    guard 1...63 ~= bytes.count, bytes.first != UInt8(ascii: "-"),
      bytes.last != UInt8(ascii: "-")
    else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

/// What is wrong with a service name.
public enum ServiceNameError: Error, Hashable, Sendable {
  /// Not 1 to 63 of a-z, 0-9 and -, or a hyphen at an end.
  case notALabel(String)
  /// Does not end in `.svc.clusterset.local`.
  case notInClusterSet(String)
  /// Has not exactly a service and a namespace before the suffix.
  case wrongDepth(String)
}
