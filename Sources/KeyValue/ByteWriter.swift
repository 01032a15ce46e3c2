/// Writes the parts of commands; each has its reading counterpart below.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func byte(_ byte: UInt8) { bytes.append(byte) }
  mutating func word(_ word: UInt64, _ count: Int) {
    CommandCoding.append(word, count: count, to: &bytes)
  }
  mutating func signed(_ word: Int64) { self.word(UInt64(bitPattern: word), 8) }

  mutating func list<Element>(
    _ elements: [Element], _ element: (inout ByteWriter, Element) -> Void
  ) {
    word(UInt64(elements.count), 4)
    for one in elements { element(&self, one) }
  }

  mutating func range(_ range: KeyRange) {
    word(UInt64(range.lower.index), 4)
    word(UInt64(range.upper.index), 4)
  }

  mutating func put(_ put: PutRequest) {
    byte(put.flags)
    word(UInt64(put.key.index), 4)
    word(put.value.identity, 8)
    word(UInt64(put.value.sizeInBytes), 4)
    signed(put.lease.rawValue)
  }

  mutating func deleteRange(_ request: DeleteRangeRequest) {
    byte(request.wantsPrevious ? 1 : 0)
    range(request.range)
  }

  mutating func rangeRequest(_ request: RangeRequest) {
    byte((request.countOnly ? 1 : 0) | (request.keysOnly ? 2 : 0))
    range(request.range)
    signed(request.revision.rawValue)
    signed(request.limit)
    for bounds in [request.modRevisions, request.createRevisions] {
      signed(bounds.minimum.rawValue)
      signed(bounds.maximum.rawValue)
    }
    byte(request.sortOrder.rawValue)
    byte(request.sortTarget.rawValue)
  }

  mutating func operation(_ operation: TxnOperation) {
    switch operation {
    case .put(let request):
      byte(0)
      put(request)
    case .deleteRange(let request):
      byte(1)
      deleteRange(request)
    case .range(let request):
      byte(2)
      rangeRequest(request)
    }
  }

  mutating func compare(_ compare: Compare) {
    byte(compare.relation.rawValue)
    range(compare.range)
    switch compare.target {
    case .version(let wanted):
      byte(0)
      signed(wanted)
    case .createRevision(let wanted):
      byte(1)
      signed(wanted.rawValue)
    case .modRevision(let wanted):
      byte(2)
      signed(wanted.rawValue)
    case .value(let wanted):
      byte(3)
      word(wanted, 8)
    case .lease(let wanted):
      byte(4)
      signed(wanted.rawValue)
    }
  }
}

extension ByteReader {
  mutating func range() -> KeyRange {
    let lower = KeyID(word32())
    return KeyRange(lower, to: KeyID(word32()))
  }

  mutating func put() -> PutRequest? {
    let flags = byte()
    guard flags < 8 else { return nil }
    let key = KeyID(word32())
    let value = Value(identity: word(8), sizeInBytes: word32())
    return PutRequest(
      key, value, lease: KeyLeaseID(signed()), wantsPrevious: flags & 1 != 0,
      keepsValue: flags & 2 != 0, keepsLease: flags & 4 != 0)
  }

  mutating func deleteRange() -> DeleteRangeRequest {
    let wantsPrevious = byte() != 0
    return DeleteRangeRequest(range(), wantsPrevious: wantsPrevious)
  }

  mutating func rangeRequest() -> RangeRequest? {
    let flags = byte()
    guard flags < 4 else { return nil }
    var request = RangeRequest(range())
    (request.countOnly, request.keysOnly) = (flags & 1 != 0, flags & 2 != 0)
    request.revision = Revision(signed())
    request.limit = signed()
    request.modRevisions = bounds()
    request.createRevisions = bounds()
    guard let order = choice(RangeRequest.SortOrder.self),
      let target = choice(RangeRequest.SortTarget.self)
    else { return nil }
    (request.sortOrder, request.sortTarget) = (order, target)
    return request
  }

  private mutating func bounds() -> RangeRequest.RevisionBounds {
    let minimum = Revision(signed())
    return RangeRequest.RevisionBounds(minimum: minimum, maximum: Revision(signed()))
  }

  mutating func operation() -> TxnOperation? {
    switch byte() {
    case 0: put().map(TxnOperation.put)
    case 1: .deleteRange(deleteRange())
    case 2: rangeRequest().map(TxnOperation.range)
    default: nil
    }
  }

  mutating func compare() -> Compare? {
    guard let relation = choice(Compare.Relation.self) else { return nil }
    let range = range()
    let target: Compare.Target? =
      switch byte() {
      case 0: .version(signed())
      case 1: .createRevision(Revision(signed()))
      case 2: .modRevision(Revision(signed()))
      case 3: .value(word(8))
      case 4: .lease(KeyLeaseID(signed()))
      default: nil
      }
    return target.map { Compare(range, relation, $0) }
  }

  mutating func alarm() -> AlarmRequest? {
    let isRaised = byte() != 0
    return choice(AlarmKind.self).map {
      AlarmRequest(StoreAlarm(member: word(8), $0), isRaised: isRaised)
    }
  }
}
