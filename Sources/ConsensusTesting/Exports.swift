@_exported import HostileWorld
@_exported import Invariants
@_exported import Linearizability
@_exported import SimKernel
@_exported import Swarm
