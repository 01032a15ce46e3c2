/// The candidate that `name` was most likely meant to be, or nil when none is close.
///
/// Close is a Damerau-Levenshtein distance of at most a third of the name's length, but of 1 at
/// least: letters put in, left out, replaced, or swapped with their neighbour, no stretch edited
/// twice. Case does not count. Of several equally close candidates it is the first. Names over 64
/// characters get no suggestion. O(candidates * length²).
public func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased())
  guard !typed.isEmpty, typed.count <= 64 else { return nil }
  var limit = max(1, typed.count / 3)
  var nearest: String?
  for candidate in candidates {
    let known = Array(candidate.lowercased())
    guard abs(known.count - typed.count) <= limit else { continue }
    let distance = editDistance(typed, known)
    if distance < limit || (distance == limit && nearest == nil) {
      (nearest, limit) = (candidate, distance)
    }
  }
  return nearest
}

/// Edits that turn one word into the other, a swap of neighbours counting as one.
private func editDistance(_ one: [Character], _ other: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...other.count)
  for row in one.indices {
    var current = [row + 1]
    current.reserveCapacity(other.count + 1)
    for column in other.indices {
      let isSame = one[row] == other[column]
      var least = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
        least = min(least, beforeLast[column - 1] + 1)
      }
      current.append(least)
    }
    (beforeLast, last) = (last, current)
  }
  return last[other.count]
}
