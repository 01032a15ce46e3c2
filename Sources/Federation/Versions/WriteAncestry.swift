/// The ancestry of acknowledged writes, for counting lost updates exactly (invariant F3). It stands
/// outside the model: a merged version's vector does not tell what was lost.
public struct WriteAncestry: Sendable {
  /// An acknowledged write, numbered densely in order of acknowledgement.
  public struct WriteID: Hashable, Comparable, Sendable {
    public var index: Int
    public static func < (a: WriteID, b: WriteID) -> Bool { a.index < b.index }
  }

  /// What became of the acknowledged writes; the parts add up to their number.
  public struct Fates: Hashable, Sendable {
    /// Ancestors of what shows in the end, or shown.
    public var survived = 0
    /// Lost, and reported to their writers as a conflict.
    public var reported = 0
    /// Lost without a word.
    public var lostSilently = 0
    public var count: Int { survived + reported + lostSilently }
  }

  private var parents: [Int] = []
  /// Where the parents of each write begin in `parents`; one entry more than writes.
  private var starts: [Int] = [0]
  private var isReported: [Bool] = []

  public init() {}

  /// Writes acknowledged so far.
  public var count: Int { isReported.count }

  /// Notes a write whose author had read `parents`, all noted before.
  public mutating func acknowledge(over parents: [WriteID]) -> WriteID {
    for parent in parents {
      precondition(parent.index < count, "write \(count) over the unknown write \(parent.index)")
      self.parents.append(parent.index)
    }
    starts.append(self.parents.count)
    isReported.append(false)
    return WriteID(index: count - 1)
  }

  /// Notes that the author of `write` was told of a conflict.
  public mutating func report(_ write: WriteID) { isReported[write.index] = true }

  /// The fates if `finals` is what shows in the end. O(writes + parents).
  public func fates(finals: [WriteID]) -> Fates {
    var isAncestor = [Bool](repeating: false, count: count)
    for final in finals { isAncestor[final.index] = true }
    var fates = Fates()
    for write in stride(from: count - 1, through: 0, by: -1) {
      if isAncestor[write] {
        fates.survived += 1
        for i in starts[write]..<starts[write + 1] { isAncestor[parents[i]] = true }
      } else if isReported[write] {
        fates.reported += 1
      } else {
        fates.lostSilently += 1
      }
    }
    return fates
  }
}
