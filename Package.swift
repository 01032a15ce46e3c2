// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every target.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, needs dependencies: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, swiftSettings: settings)
}

/// `exclude` names folders of files that tests read by their place in the repository.
func tests(_ name: String, needs dependencies: [String], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies.map { .byName(name: $0) }, exclude: exclude,
    swiftSettings: settings)
}

let package = Package(
  name: "fedsim",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fedsim", targets: ["fedsim"]),
    .library(name: "ConsensusTesting", targets: ["ConsensusTesting"]),
  ],
  targets: [
    library("SimKernel"),
    library("Statistics"),
    library("RaftCore"),
    library("KeyValue"),
    library("Linearizability"),
    library("HostileWorld", needs: ["SimKernel"]),
    library("Invariants", needs: ["SimKernel", "HostileWorld"]),
    library("Swarm", needs: ["SimKernel", "HostileWorld"]),
    library(
      "ConsensusTesting",
      needs: ["SimKernel", "HostileWorld", "Invariants", "Swarm", "Linearizability"]),
    library("SimNetwork", needs: ["SimKernel"]),
    library("Results", needs: ["Statistics"]),
    library("ScenarioFormat", needs: ["SimKernel", "SimNetwork", "Results"]),
    library("RaftHost", needs: ["SimKernel", "RaftCore", "KeyValue"]),
    library(
      "RaftSubject",
      needs: [
        "SimKernel", "RaftCore", "KeyValue", "RaftHost", "HostileWorld", "Invariants", "Swarm",
        "ConsensusTesting", "Linearizability",
      ]),
    library("Exploration", needs: ["RaftCore"]),
    library("Workloads", needs: ["SimKernel"]),
    library("Federation", needs: ["SimKernel", "KeyValue"]),
    library("FederationOracles", needs: ["SimKernel", "KeyValue", "Federation"]),
    library(
      "Experiments",
      needs: [
        "SimKernel", "Statistics", "RaftCore", "KeyValue", "SimNetwork", "Results",
        "ScenarioFormat", "RaftHost", "Workloads", "Federation",
      ]),
    library(
      "Calibration",
      needs: ["SimKernel", "Statistics", "ScenarioFormat", "Experiments"]),
    library(
      "Elections",
      needs: ["SimKernel", "Statistics", "RaftCore", "ScenarioFormat", "Experiments", "Results"]),
    library("Reporting", needs: ["Statistics", "Results"]),
    library("Conformance", needs: ["RaftCore"]),
    .executableTarget(
      name: "fedsim",
      dependencies: [
        "SimKernel", "SimNetwork", "Statistics", "Results", "ScenarioFormat", "Experiments",
        "Calibration", "Reporting", "Conformance", "Elections", "Exploration", "HostileWorld",
        "Linearizability", "Invariants", "Swarm", "ConsensusTesting", "RaftSubject", "RaftCore",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "bench",
      dependencies: [
        "SimKernel", "Statistics", "RaftCore", "ScenarioFormat", "Results", "Experiments",
        "SimNetwork",
      ],
      path: "Benchmarks/bench", swiftSettings: settings),
    .target(
      name: "TestSupport", dependencies: ["SimKernel"], path: "Tests/TestSupport",
      swiftSettings: settings),
    tests("SimKernelTests", needs: ["SimKernel", "TestSupport"]),
    tests("StatisticsTests", needs: ["Statistics", "TestSupport"]),
    tests("RaftCoreTests", needs: ["RaftCore", "TestSupport"]),
    tests("KeyValueTests", needs: ["KeyValue", "TestSupport"]),
    tests("LinearizabilityTests", needs: ["Linearizability", "TestSupport"]),
    tests("HostileWorldTests", needs: ["HostileWorld", "SimKernel", "TestSupport"]),
    tests("InvariantsTests", needs: ["Invariants", "HostileWorld", "SimKernel", "TestSupport"]),
    tests("SwarmTests", needs: ["Swarm", "HostileWorld", "SimKernel", "TestSupport"]),
    tests(
      "RaftSubjectTests",
      needs: [
        "RaftSubject", "RaftCore", "RaftHost", "KeyValue", "HostileWorld", "Invariants", "Swarm",
        "ConsensusTesting", "SimKernel", "TestSupport",
      ], exclude: ["Fixtures"]),
    tests("ExplorationTests", needs: ["Exploration", "RaftCore", "TestSupport"]),
    tests(
      "ElectionsTests", needs: ["Elections", "SimKernel", "Statistics", "RaftCore", "TestSupport"]),
    tests("ConsensusTestingTests", needs: ["ConsensusTesting", "TestSupport"]),
    tests("SimNetworkTests", needs: ["SimNetwork", "SimKernel", "TestSupport"]),
    tests(
      "ScenarioFormatTests",
      needs: ["ScenarioFormat", "SimKernel", "SimNetwork", "Results", "TestSupport"],
      exclude: ["Fixtures"]),
    tests(
      "RaftHostTests", needs: ["RaftHost", "RaftCore", "KeyValue", "SimKernel", "TestSupport"]),
    tests("WorkloadsTests", needs: ["Workloads", "SimKernel", "TestSupport"]),
    tests("FederationTests", needs: ["Federation", "SimKernel", "KeyValue", "TestSupport"]),
    tests(
      "FederationOraclesTests",
      needs: ["FederationOracles", "Federation", "SimKernel", "TestSupport"]),
    tests(
      "ReportingTests", needs: ["Reporting", "Results", "Statistics", "TestSupport"],
      exclude: ["testdata"]),
    tests(
      "ConformanceTests", needs: ["Conformance", "RaftCore", "TestSupport"], exclude: ["Scripts"]),
    tests(
      "ExperimentsTests",
      needs: [
        "Experiments", "ScenarioFormat", "Results", "SimKernel", "SimNetwork", "Statistics",
        "TestSupport", "RaftCore", "RaftHost", "KeyValue",
      ], exclude: ["testdata"]),
    tests(
      "CalibrationTests",
      needs: [
        "Calibration", "ScenarioFormat", "Experiments", "SimKernel", "Statistics", "TestSupport",
      ]),
    tests("CommandLineTests", needs: ["fedsim", "RaftSubject", "TestSupport"]),
    tests("TidyTests", needs: ["TestSupport"], exclude: ["testdata"]),
  ]
)
