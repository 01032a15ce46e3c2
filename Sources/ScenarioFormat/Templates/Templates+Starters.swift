extension Templates {
  static let threeRegions = """
    {
      "format": "fedsim.scenario/1",
      "title": "One cluster over three continents",
      "question": "What does a write cost when the quorum must cross an ocean?",
      "duration": "60s",
      "warmup": "10s",
      "regions": ["aws:us-east-1", "aws:eu-west-1", "aws:ap-northeast-1"],
      "groups": [
        {
          "name": "etcd",
          "members": { "aws:us-east-1": 1, "aws:eu-west-1": 1, "aws:ap-northeast-1": 1 },
          "leader": "aws:us-east-1",
          "heartbeat": "200ms",
          "electionTimeout": "2s"
        }
      ],
      "load": [
        {
          "name": "api",
          "from": "everywhere",
          "arrivals": { "poisson": "100/s" },
          "mix": { "put": 50, "linearizableGet": 50 },
          "keys": { "count": 1000, "choice": "zipf" },
          "valueSize": "1kB"
        }
      ],
      "expect": [
        { "metric": "client.write.latency", "stat": "p99", "below": "1s" },
        { "metric": "client.failed", "atMost": 0 }
      ]
    }

    """

  static let threeZones = """
    {
      "format": "fedsim.scenario/1",
      "title": "One cluster over three zones",
      "question": "What does a write cost when every member is near?",
      "duration": "60s",
      "warmup": "5s",
      "regions": ["aws:eu-west-1"],
      "groups": [
        { "name": "etcd", "members": { "aws:eu-west-1": 3 }, "disk": "aws-gp3" }
      ],
      "load": [
        {
          "name": "api",
          "from": "aws:eu-west-1",
          "arrivals": { "poisson": "500/s" },
          "mix": { "put": 50, "linearizableGet": 50 },
          "keys": { "count": 1000, "choice": "zipf" },
          "valueSize": "1kB"
        }
      ],
      "faults": [
        { "at": "30s", "kind": "crash", "target": "leader", "restartAfter": "10s" }
      ],
      "expect": [
        { "metric": "client.write.latency", "stat": "p50", "below": "10ms" },
        { "metric": "client.outage", "below": "5s" }
      ]
    }

    """

  static let federation = """
    {
      "format": "fedsim.scenario/1",
      "title": "Three local clusters, federated",
      "question": "What do local writes gain, and how old are the copies elsewhere?",
      "duration": "60s",
      "warmup": "10s",
      "regions": ["aws:us-east-1", "aws:eu-west-1", "aws:ap-northeast-1"],
      "groups": [
        { "name": "local", "perRegion": 3 }
      ],
      "federation": {
        "strategy": "peerWatch",
        "services": [
          { "name": "web", "endpoints": { "aws:us-east-1": 3, "aws:eu-west-1": 3 } }
        ]
      },
      "load": [
        {
          "name": "api",
          "from": "everywhere",
          "arrivals": { "poisson": "100/s" },
          "mix": { "put": 50, "linearizableGet": 50 },
          "objects": "own",
          "keys": { "count": 1000, "choice": "zipf" },
          "valueSize": "1kB"
        },
        {
          "name": "peers",
          "from": "everywhere",
          "arrivals": { "fixed": "20/s" },
          "operation": "linearizableGet",
          "objects": "others",
          "keys": { "count": 1000, "choice": "zipf" }
        },
        {
          "name": "lookups",
          "from": "everywhere",
          "arrivals": { "poisson": "20/s" },
          "operation": "resolve"
        }
      ],
      "expect": [
        { "metric": "client.write.latency", "stat": "p99", "below": "100ms" },
        { "metric": "federation.syncLag", "stat": "p99", "below": "1s" }
      ]
    }

    """

  static let regionOutage = """
    {
      "format": "fedsim.scenario/1",
      "title": "The leader's region is cut off",
      "question": "How long do writes stand still until the other regions have a leader?",
      "duration": "90s",
      "warmup": "10s",
      "regions": ["aws:us-east-1", "aws:eu-west-1", "aws:eu-central-1"],
      "groups": [
        {
          "name": "etcd",
          "members": { "aws:us-east-1": 1, "aws:eu-west-1": 1, "aws:eu-central-1": 1 },
          "leader": "aws:us-east-1"
        }
      ],
      "load": [
        {
          "name": "writes",
          "from": ["aws:eu-west-1", "aws:eu-central-1"],
          "arrivals": { "poisson": "50/s" },
          "operation": "put",
          "timeout": "5s"
        }
      ],
      "faults": [
        {
          "id": "cut-us",
          "at": "30s",
          "for": "30s",
          "kind": "partition",
          "isolate": "aws:us-east-1"
        }
      ],
      "expect": [
        { "metric": "raft.leaderChanges", "atLeast": 1 },
        { "metric": "client.outage", "below": "10s" }
      ]
    }

    """

  static let ownNetwork = """
    {
      "format": "fedsim.scenario/1",
      "title": "Two data centres and a witness",
      "question": "What happens when the link between the data centres slows down?",
      "duration": "60s",
      "warmup": "5s",
      "regions": ["north", "south", { "name": "witness", "zones": 1 }],
      "network": { "jitter": "none" },
      "links": [
        { "between": ["north", "south"], "rtt": "8ms", "bandwidth": "1Gbit/s" },
        { "between": ["north", "witness"], "rtt": "25ms" },
        { "between": ["south", "witness"], "rtt": "22ms" }
      ],
      "groups": [
        {
          "name": "etcd",
          "members": { "north": 2, "south": 2, "witness": 1 },
          "leader": "north",
          "disk": "local-nvme"
        }
      ],
      "load": [
        {
          "name": "writes",
          "from": ["north", "south"],
          "arrivals": { "fixed": "50/s" },
          "operation": "put"
        }
      ],
      "faults": [
        {
          "at": "20s",
          "for": "20s",
          "kind": "linkDelay",
          "between": ["north", "south"],
          "rtt": "60ms"
        }
      ],
      "expect": [
        { "metric": "client.write.latency", "stat": "p50", "below": "50ms" },
        { "metric": "raft.elections", "atMost": 0 }
      ]
    }

    """
}
