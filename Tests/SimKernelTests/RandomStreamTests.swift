import SimKernel
import XCTest

/// Every stream's key is pinned: a change would silently move the draws of every stored result.
final class RandomStreamTests: XCTestCase {
  /// FNV-1a 64 of the names, computed apart from this code.
  private static let pinned: [(name: String, key: UInt64)] = [
    ("net.latency", 0x0E0D_2B9D_EC7A_C100),
    ("net.loss", 0x85DA_C38A_B3D7_4755),
    ("disk.sync", 0x36E7_3382_9484_FB3D),
    ("node.election", 0x401B_9141_694E_DADE),
    ("clock.phase", 0x89B4_0CB7_CEDC_F99C),
    ("client.arrival", 0x4A22_8500_E17A_C615),
    ("client.op", 0x2E3A_71E4_F08C_B9E7),
    ("client.key", 0xF584_7E04_A9E9_10EF),
    ("client.think", 0x7599_3524_85A0_4D38),
    ("machine.hop", 0xA8EF_7123_6E52_579F),
    ("federation.controller", 0xC6FE_AB50_E464_BFF6),
    ("net.dup", 0xADE0_1DD5_3509_E8CF),
    ("net.corrupt", 0x8B39_CA69_E2F3_1F9B),
    ("net.burst", 0xF92E_E50B_059D_0EB8),
    ("disk.write", 0x0932_3224_6CB7_B8F9),
    ("disk.crash", 0xF7E1_3673_EA91_AEA9),
    ("node.user", 0x1776_B91D_43D3_BAE6),
    ("plan", 0xA5E8_4C0D_B713_A4B2),
    ("swarm", 0xE8B1_66A2_71F8_90BF),
  ]

  func testEveryStreamHasItsPinnedKey() {
    XCTAssertEqual(RandomStream.all.map(\.name), Self.pinned.map(\.name))
    XCTAssertEqual(RandomStream.all.map(\.key), Self.pinned.map(\.key))
  }

  func testNoTwoStreamsShareAKey() {
    XCTAssertEqual(Set(RandomStream.all.map(\.key)).count, RandomStream.all.count)
  }

  func testFNVGivesThePublishedValues() {
    // Fowler, Noll, Vo: test vectors of FNV-1a 64.
    XCTAssertEqual(fnv1a(""), 0xCBF2_9CE4_8422_2325)
    XCTAssertEqual(fnv1a("a"), 0xAF63_DC4C_8601_EC8C)
    XCTAssertEqual(fnv1a("foobar"), 0x8594_4171_F739_67E8)
  }
}
