/// What the reads of a history tell: the order of versions of each list, and what is wrong without
/// any cycle. Lists and elements are numbered in the order of their first mention.
struct ListReading<Key: Hashable, Element: Hashable> {
  typealias Transaction = ListTransaction<Key, Element>

  struct ElementID: Hashable {
    var key: Int
    var element: Element
  }

  /// What a committed transaction found in a list before its own appends.
  struct ExternalRead {
    var transaction: Int
    var key: Int
    /// The whole list as read.
    var elements: [Int]
    /// How many of them are not its own.
    var count: Int
  }

  let history: [Transaction]
  private(set) var keys: [Key] = []
  private(set) var elements: [ElementID] = []
  /// For each element the transaction that appended it; -1 if none did.
  private(set) var writers: [Int] = []
  /// Whether its transaction appended no later one to the same list.
  private(set) var isFinal: [Bool] = []
  private(set) var reads: [ExternalRead] = []
  /// For each list its elements in the order of versions, as the longest read shows them.
  private(set) var versions: [[Int]] = []
  var anomalies: [TransactionAnomaly] = []

  private var keyNumbers: [Key: Int] = [:]
  private var elementNumbers: [ElementID: Int] = [:]
  /// The read that showed the order of versions of each list, as an index into `reads`.
  private var witnesses: [Int] = []

  init(_ history: [Transaction]) {
    self.history = history
    for i in history.indices { noteAppends(i) }
    for i in history.indices where history[i].outcome == .committed { noteReads(i) }
    orderVersions()
    for read in reads { judge(read) }
  }

  /// Whether the transaction of the element took effect, as far as anybody can tell.
  func isEffective(_ element: Int) -> Bool {
    writers[element] >= 0 && history[writers[element]].outcome != .aborted
  }

  private mutating func number(of key: Key) -> Int {
    if let number = keyNumbers[key] { return number }
    keyNumbers[key] = keys.count
    keys.append(key)
    return keys.count - 1
  }

  private mutating func number(of element: Element, in key: Int) -> Int {
    let id = ElementID(key: key, element: element)
    if let number = elementNumbers[id] { return number }
    elementNumbers[id] = elements.count
    elements.append(id)
    writers.append(-1)
    isFinal.append(true)
    return elements.count - 1
  }

  private mutating func noteAppends(_ i: Int) {
    var last: [Int: Int] = [:]
    for case .append(let key, let value) in history[i].steps {
      let key = number(of: key)
      let element = number(of: value, in: key)
      if writers[element] >= 0 {
        report(.duplicate, [writers[element], i], "both append \(value) to \(keys[key])")
        continue
      }
      writers[element] = i
      if let earlier = last[key] { isFinal[earlier] = false }
      last[key] = element
    }
  }

  /// Notes the first read of each list, and whether later reads agree with it.
  private mutating func noteReads(_ i: Int) {
    var appended: [Int: [Int]] = [:]
    var known: [Int: [Int]] = [:]
    for step in history[i].steps {
      switch step {
      case .append(let key, let value):
        let key = number(of: key)
        let element = number(of: value, in: key)
        appended[key, default: []].append(element)
        known[key]?.append(element)
      case .read(let key, let values):
        let key = number(of: key)
        let found = values.map { number(of: $0, in: key) }
        let own = appended[key] ?? []
        if let expected = known[key], expected != found {
          report(.inconsistentInside, [i], "it read \(keys[key]) twice, differently")
        } else if !found.ends(with: own) {
          report(.inconsistentInside, [i], "it read \(keys[key]) without its own append")
        } else if known[key] == nil {
          let count = found.count - own.count
          reads.append(ExternalRead(transaction: i, key: key, elements: found, count: count))
        }
        known[key] = found
      }
    }
  }

  private mutating func orderVersions() {
    versions = Array(repeating: [], count: keys.count)
    witnesses = Array(repeating: -1, count: keys.count)
    for (i, read) in reads.enumerated() where read.elements.count > versions[read.key].count {
      versions[read.key] = read.elements
      witnesses[read.key] = i
    }
    var isIncompatible = Array(repeating: false, count: keys.count)
    for read in reads where !versions[read.key].starts(with: read.elements) {
      if !isIncompatible[read.key] {
        let other = reads[witnesses[read.key]].transaction
        report(
          .incompatibleOrder, [read.transaction, other],
          "they read \(keys[read.key]) in orders that cannot both be")
      }
      isIncompatible[read.key] = true
    }
    reads.removeAll { isIncompatible[$0.key] }
    for key in keys.indices where isIncompatible[key] { versions[key] = [] }
  }

  private mutating func judge(_ read: ExternalRead) {
    for element in read.elements.prefix(read.count) {
      let value = elements[element].element
      if writers[element] < 0 {
        report(
          .phantom, [read.transaction], "it read \(value) in \(keys[read.key]): nobody appended it")
      } else if !isEffective(element) {
        report(
          .g1a, [read.transaction, writers[element]],
          "the first read \(value) in \(keys[read.key]), which the second never committed")
      }
    }
    let external = read.elements.prefix(read.count)
    if let last = external.last, !isFinal[last], writers[last] != read.transaction {
      report(
        .g1b, [read.transaction, writers[last]],
        "the first read \(keys[read.key]) in the midst of the second")
    }
    if Set(read.elements).count < read.elements.count {
      report(.duplicate, [read.transaction], "it read an element of \(keys[read.key]) twice")
    }
  }

  private mutating func report(
    _ kind: TransactionAnomaly.Kind, _ transactions: [Int], _ story: String
  ) {
    anomalies.append(anomaly(kind, transactions, [story]))
  }
}

extension [Int] {
  fileprivate func ends(with tail: [Int]) -> Bool { suffix(tail.count).elementsEqual(tail) }
}
