/// Storage whose elements keep their slot until they are taken out; freed slots are reused.
@frozen public struct Slab<Element> {
  @usableFromInline var elements = ContiguousArray<Element?>()
  @usableFromInline var generations = ContiguousArray<UInt32>()
  @usableFromInline var free = ContiguousArray<UInt32>()

  @inlinable public init() {}

  /// Elements held now.
  @inlinable public var count: Int { elements.count - free.count }

  /// Puts `element` in and returns its slot. O(1) amortised.
  @inlinable public mutating func insert(_ element: consuming Element) -> UInt32 {
    if !free.isEmpty {
      let slot = free.removeLast()
      var span = elements.mutableSpan
      span[Int(slot)] = consume element
      return slot
    }
    elements.append(element)
    generations.append(0)
    return UInt32(truncatingIfNeeded: elements.count - 1)
  }

  /// How often `slot` has been freed; a slot and its generation name one element for ever.
  @inlinable public func generation(of slot: UInt32) -> UInt32 { generations[Int(slot)] }

  /// Takes the element of `slot` out, or nil when the slot is empty. O(1).
  @inlinable public mutating func remove(_ slot: UInt32) -> Element? {
    var span = elements.mutableSpan
    guard let element = span[Int(slot)].take() else { return nil }
    generations[Int(slot)] &+= 1
    free.append(slot)
    return element
  }

  /// The element of `slot`, in place; nil when the slot is empty.
  @inlinable public subscript(slot: UInt32) -> Element? {
    _read { yield elements[Int(slot)] }
    _modify {
      var span = elements.mutableSpan
      yield &span[Int(slot)]
    }
  }
}

extension Slab: Sendable where Element: Sendable {}
