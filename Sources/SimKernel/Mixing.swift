/// Spreads every bit of `value` over the whole word: the SplitMix64 finaliser (Steele, Lea, Flood).
@inlinable public func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}

/// The 64-bit FNV-1a hash of `text`, which names a random stream.
public func fnv1a(_ text: StaticString) -> UInt64 {
  text.withUTF8Buffer { bytes in
    unsafe bytes.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
  }
}
