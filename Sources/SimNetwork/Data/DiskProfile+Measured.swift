import SimKernel

extension DiskProfile {
  /// Every profile: first the two that are published best, then the others by medium.
  public static let all = [
    cloudSSDFleet, ssdFioExample, gcePersistentSSD2017, awsSSD2020, awsIO2BlockExpress, awsGP3,
    localNVMe, sharedHDD,
  ]

  /// The default disks of AWS, Azure and Google Cloud under a fleet of test clusters.
  public static let cloudSSDFleet = DiskProfile(
    "cloud-ssd-fleet",
    fsync: [
      (0, 400_000), (500_000, 1_020_000), (950_000, 3_890_000), (990_000, 7_630_000),
      (999_000, 15_800_000), (1_000_000, 40_000_000),
    ],
    basis: """
      p50, p95, p99 and p99.9 of etcd's WAL fsync over the CI runs of OpenShift on three clouds, \
      2025-11 (openshift/release#71239); the two ends are filled in
      """,
    backendCommit: [(990_000, 10_900_000), (999_000, 27_200_000)])

  /// One SSD, with every quantile that fio printed.
  public static let ssdFioExample = DiskProfile(
    "ssd-fio-example",
    fsync: [
      (0, 530_000), (10_000, 553_000), (100_000, 594_000), (300_000, 709_000),
      (500_000, 783_000), (600_000, 1_549_000), (800_000, 1_991_000), (900_000, 2_180_000),
      (950_000, 2_278_000), (990_000, 2_376_000), (995_000, 9_634_000), (999_000, 15_800_000),
      (1_000_000, 15_800_000),
    ],
    basis: """
      a whole fio run of 2300-byte writes with fdatasync, published by IBM in 2019 (Using Fio to \
      tell whether your storage is fast enough for etcd); the machine is not named
      """,
    mean: .microseconds(1273))

  /// A persistent SSD of Google Compute Engine.
  public static let gcePersistentSSD2017 = DiskProfile(
    "gce-pd-ssd-2017",
    fsync: [(0, 500_000), (500_000, 600_000), (990_000, 1_500_000), (1_000_000, 5_000_000)],
    basis:
      "only a typical 0.6 ms for 256 bytes is published (etcd-io/etcd#7156); the tail is assumed"
  )

  /// An SSD of AWS under etcd.
  public static let awsSSD2020 = DiskProfile(
    "aws-ssd-2020",
    fsync: [
      (0, 1_000_000), (500_000, 2_800_000), (900_000, 4_000_000), (990_000, 8_000_000),
      (1_000_000, 30_000_000),
    ],
    basis: """
      published is only that most fsyncs and backend commits took 2 to 4 ms \
      (etcd-io/etcd#12232); the rest is assumed
      """)

  /// The fastest network disk of AWS.
  public static let awsIO2BlockExpress = DiskProfile(
    "aws-io2-bx",
    fsync: [
      (0, 250_000), (500_000, 420_000), (900_000, 600_000), (990_000, 800_000),
      (999_000, 2_000_000), (1_000_000, 10_000_000),
    ],
    basis: """
      the EBS user guide (ebs-optimization) gives a mean under 0.5 ms at 16 KiB, and operations \
      over 0.8 ms ten times rarer than on general-purpose disks; the shape is assumed
      """)

  /// The general-purpose network disk of AWS.
  public static let awsGP3 = DiskProfile(
    "aws-gp3",
    fsync: [
      (0, 500_000), (500_000, 1_000_000), (900_000, 2_000_000), (990_000, 6_000_000),
      (999_000, 15_000_000), (1_000_000, 60_000_000),
    ],
    basis: """
      AWS gives single-digit milliseconds, and nine tenths of the provisioned rate for 99 % of \
      the time; the shape is assumed, in keeping with cloud-ssd-fleet
      """)

  /// A local SSD whose write cache survives a loss of power; without that, these are too short.
  public static let localNVMe = DiskProfile(
    "local-nvme",
    fsync: [
      (0, 30_000), (500_000, 100_000), (900_000, 200_000), (990_000, 500_000),
      (999_000, 2_000_000), (1_000_000, 10_000_000),
    ],
    basis: """
      about 0.1 ms for a fast SSD (Raft thesis, chapter on performance); the tail is assumed, and \
      the device must protect its cache against a loss of power
      """)

  /// A rotating disk that other work shares.
  public static let sharedHDD = DiskProfile(
    "hdd-shared",
    fsync: [
      (0, 8_000_000), (2300, 16_000_000), (834_600, 32_000_000), (989_200, 64_000_000),
      (999_900, 128_000_000), (1_000_000, 256_000_000),
    ],
    basis: """
      the buckets of etcd_disk_wal_fsync_duration_seconds in etcd-io/etcd#10273: of 57,035 \
      fsyncs 132 within 16 ms, 47,595 within 32, 56,418 within 64, 57,029 within 128, 57,033 \
      within 256, and 2 between 4 and 8 s
      """,
    rareStall: RareStall(
      partsPerMillion: 35, duration: .milliseconds(4096)...(.milliseconds(8192))))
}
