import SimKernel

/// What etcd's makers ask of a disk (etcd FAQ of v3.5, and the OpenShift etcd book for the last).
public enum DiskThreshold {
  /// The p99 of WAL fsync should be below this.
  public static let walFsyncP99 = SimDuration.milliseconds(10)
  /// The p99 of backend commit should be below this.
  public static let backendCommitP99 = SimDuration.milliseconds(25)
  /// Applying an entry for longer than this is logged as a warning.
  public static let applyWarning = SimDuration.milliseconds(100)
  /// The p99 of fdatasync in fio above which OpenShift advises against a disk.
  public static let openShiftFioP99 = SimDuration.milliseconds(20)
}
