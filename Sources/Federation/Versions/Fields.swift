import SimKernel

/// A name under a number: a path of a field, a manager, a text. Numbers are dense in their table.
public struct Symbol: Hashable, Comparable, Sendable {
  public var index: UInt32
  public init(_ index: Int) { self.index = UInt32(index) }
  public static func < (a: Symbol, b: Symbol) -> Bool { a.index < b.index }
}

/// The names of a run under dense numbers, given out in order of first sight.
public struct SymbolTable: Sendable {
  private var names: [String] = []
  private var numbers: [String: Symbol] = [:]

  public init() {}

  public var count: Int { names.count }

  /// The number of `name`, given out now if it is new.
  public mutating func intern(_ name: String) -> Symbol {
    if let symbol = numbers[name] { return symbol }
    let symbol = Symbol(names.count)
    names.append(name)
    numbers[name] = symbol
    return symbol
  }

  /// The name under `symbol`, which this table gave out.
  public func name(of symbol: Symbol) -> String { names[Int(symbol.index)] }
}

/// A value of one field.
public enum Scalar: Hashable, Sendable {
  case integer(Int64)
  case truth(Bool)
  case text(Symbol)
  /// Contents that the simulator need not know, told apart by their digest.
  case opaque(digest: UInt64, sizeInBytes: UInt32)

  /// 64 bits that differ between different values, but for chance.
  public var digest: UInt64 {
    switch self {
    case .integer(let value): mixed(UInt64(bitPattern: value) &+ 0x9E37_79B9)
    case .truth(let value): mixed(value ? 0x7F4A_7C15 : 0x7F4A_7C16)
    case .text(let symbol): mixed(UInt64(symbol.index) &+ 0xD1B5_4A32_0000_0000)
    case .opaque(let digest, let size): mixed(digest ^ UInt64(size) << 32)
    }
  }
}

/// A spec or a status: fields in order of their paths, each path once. A list's elements are keyed
/// by their merge key inside the path.
public struct Fields: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var path: Symbol
    public var value: Scalar

    public init(path: Symbol, value: Scalar) {
      self.path = path
      self.value = value
    }
  }

  public private(set) var entries: [Field] = []

  public init() {}

  /// The fields of `entries`; the last of several with one path stands.
  public init(_ entries: [Field]) {
    for entry in entries { self[entry.path] = entry.value }
  }

  /// The value at `path`; nil removes the field. O(log fields) to read, O(fields) to write.
  public subscript(path: Symbol) -> Scalar? {
    get {
      let i = position(of: path)
      return i < entries.count && entries[i].path == path ? entries[i].value : nil
    }
    set {
      let i = position(of: path)
      let isPresent = i < entries.count && entries[i].path == path
      switch (isPresent, newValue) {
      case (true, nil): entries.remove(at: i)
      case (true, let value?): entries[i].value = value
      case (false, nil): break
      case (false, let value?): entries.insert(Field(path: path, value: value), at: i)
      }
    }
  }

  /// Equal for equal fields, and different for others but for chance; the same everywhere.
  public var digest: UInt64 {
    entries.reduce(0x51ED_270B) { sum, field in
      mixed(sum &+ mixed(UInt64(field.path.index)) ^ field.value.digest)
    }
  }

  private func position(of path: Symbol) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
