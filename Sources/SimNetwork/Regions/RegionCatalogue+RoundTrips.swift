import SimKernel

extension RegionCatalogue {
  /// The round trip between two regions.
  ///
  /// Of one provider: as measured; of a region with itself: between its zones. Of two providers: as
  /// measured between Google Cloud and AWS where it was, else estimated from distance.
  public func roundTrip(from: CloudRegion, to: CloudRegion) -> RoundTrip {
    guard from.provider == to.provider else {
      return crossCloud(from, to) ?? roundTrip(from: from.coordinates, to: to.coordinates)
    }
    let table = table(of: from.provider)
    return RoundTrip(
      duration: .microseconds(table.microseconds(from.rank, to.rank)),
      origin: table.origin(from.rank, to.rank),
      source: from.rank == to.rank ? table.interZoneProvenance : table.provenance)
  }

  /// The round trip between two points on the map, estimated from distance.
  ///
  /// For a place of one's own against any other place. The estimator is the one fitted to pairs of
  /// Google Cloud and AWS: a place outside the providers shares no backbone with them either.
  public func roundTrip(from: GeoPoint, to: GeoPoint) -> RoundTrip {
    RoundTrip(
      duration: CrossCloudTable.estimator.roundTrip(from: from, to: to),
      origin: .estimated, source: CrossCloudTable.estimatorProvenance)
  }

  /// The round trip between two nodes in different zones of a region: the matrix's diagonal.
  public func interZoneRoundTrip(in region: CloudRegion) -> RoundTrip {
    roundTrip(from: region, to: region)
  }

  /// The round trip between two nodes in one zone of a region.
  ///
  /// IBM Cloud publishes one for each region. For AWS and Google Cloud it is the middle of the
  /// range that pings of 2020 and 2019 spanned over the regions; for Azure, which publishes none,
  /// the middle of the range over the other three.
  public func intraZoneRoundTrip(in region: CloudRegion) -> RoundTrip {
    let table = table(of: region.provider)
    let range = table.intraZone.range
    let measured = table.rows[region.rank].intraZone
    return RoundTrip(
      duration: .microseconds(measured ?? (range.lowerBound + range.upperBound) / 2),
      origin: measured == nil ? .estimated : .measured(.withinZone),
      source: table.intraZone.provenance)
  }

  /// The provider's published median within the region, zones not told apart; Google Cloud only.
  public func sameRegionMedian(in region: CloudRegion) -> SimDuration? {
    table(of: region.provider).rows[region.rank].sameRegion.map { .microseconds($0) }
  }

  private func crossCloud(_ one: CloudRegion, _ other: CloudRegion) -> RoundTrip? {
    let measured: Int64?
    switch (one.provider, other.provider) {
    case (.gcp, .aws): measured = CrossCloudTable.microseconds(gcp: one.name, aws: other.name)
    case (.aws, .gcp): measured = CrossCloudTable.microseconds(gcp: other.name, aws: one.name)
    default: measured = nil
    }
    return measured.map {
      RoundTrip(
        duration: .microseconds($0), origin: .measured(.oneWay),
        source: CrossCloudTable.provenance)
    }
  }
}
