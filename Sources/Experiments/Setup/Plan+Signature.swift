import ScenarioFormat
import SimKernel

extension Plan {
  var loadSignature: String {
    let loads = loads.map { load in
      var load = load
      load.target = .nearest
      return "\(load)"
    }
    return "\(duration.nanoseconds) \(warmup.nanoseconds)\n" + loads.joined(separator: "\n")
  }
  var digestText: String {
    "\(duration) \(warmup)\n\(regions)\n\(links)\n\(groups)\n\(loads)\n"
      + "\(String(describing: federation))\n\(faults)"
  }
}
