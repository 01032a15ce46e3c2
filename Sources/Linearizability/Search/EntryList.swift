/// The calls and returns that are not linearized yet, in the order of time: a doubly linked list
/// from which operations are lifted and put back in reverse (Lowe 2017, figure 4).
///
/// Operation `i` has the entries `2 * i`, its call, and `2 * i + 1`, its return.
struct EntryList {
  private var next: ContiguousArray<Int32>
  private var previous: ContiguousArray<Int32>
  /// Stands before the first and after the last entry.
  let end: Int32

  /// A list of `entries` in this order, which are those of `operationCount` operations.
  init(_ entries: [Int32], operationCount: Int) {
    end = Int32(2 * operationCount)
    next = ContiguousArray(repeating: end, count: 2 * operationCount + 1)
    previous = next
    var last = end
    for entry in entries {
      next[Int(last)] = entry
      previous[Int(entry)] = last
      last = entry
    }
    next[Int(last)] = end
    previous[Int(end)] = last
  }

  var first: Int32 { next[Int(end)] }
  var isEmpty: Bool { first == end }

  /// The entry after `entry`, or `end`.
  func after(_ entry: Int32) -> Int32 { next[Int(entry)] }

  static func operation(of entry: Int32) -> Int { Int(entry) >> 1 }
  static func isReturn(_ entry: Int32) -> Bool { entry & 1 == 1 }
  static func call(of operation: Int) -> Int32 { Int32(2 * operation) }

  /// Takes both entries of `operation` out. What comes after its call is still known, and is not
  /// its return.
  mutating func lift(_ operation: Int) {
    unlink(2 * operation + 1)
    unlink(2 * operation)
  }

  /// Puts both entries of the operation that was lifted last back where they were.
  mutating func putBack(_ operation: Int) {
    relink(2 * operation)
    relink(2 * operation + 1)
  }

  private mutating func unlink(_ entry: Int) {
    let (before, after) = (previous[entry], next[entry])
    next[Int(before)] = after
    previous[Int(after)] = before
  }

  private mutating func relink(_ entry: Int) {
    next[Int(previous[entry])] = Int32(entry)
    previous[Int(next[entry])] = Int32(entry)
  }
}
