import SimNetwork

/// Jitter profiles by the names that a scenario uses.
enum JitterNames {
  static let all = JitterProfile.all.map(\.name)
}

/// Disk profiles by the names that a scenario uses.
enum DiskNames {
  static let all = DiskProfile.all.map(\.name)
}
