extension Templates {
  static let annotated = """
    // A scenario with every key that fedsim knows. Comments need a file name that ends with .jsonc.
    // Keys that start with x- are yours; "$schema" is for your editor.
    {
      "$schema": "fedsim-scenario.schema.json",
      "format": "fedsim.scenario/1",  // may be left out
      "title": "Every key of a scenario",
      "question": "What can be said?",
      "duration": "90s",  // units of time: ns, us, ms, s, m, h
      "warmup": "10s",  // simulated, not measured
      "seed": 1,
      "x-owner": "you",

      // Places. A catalogued region is provider:name (aws, azure, gcp, ibm). A name of your own
      // needs a neighbour, coordinates, or round trips: here, in "links" or in "matrix".
      "regions": [
        "aws:us-east-1",
        { "name": "aws:eu-west-1", "zones": 3, "interZone": "0.8ms", "intraZone": "0.2ms" },
        { "name": "lab", "near": "aws:eu-west-1", "rtt": "4ms", "zones": 1 },
        { "name": "reykjavik", "latitude": 64.15, "longitude": -21.94 },
        {
          "name": "ship",
          "rtt": {
            "aws:us-east-1": "600ms", "aws:eu-west-1": "620ms", "lab": "625ms", "reykjavik": "640ms"
          }
        }
      ],
      // "matrix": "rtt.csv",  // round trips in ms between regions, in a file beside this one

      // How all links behave unless "links" says otherwise.
      "network": { "jitter": "cloud-wan", "loss": "0%", "mode": "tcp" },
      "links": [
        {
          "between": ["aws:us-east-1", "lab"],
          "rtt": "80ms", "jitter": "none", "bandwidth": "1Gbit/s"
        },
        { "from": "ship", "to": "lab", "oneWay": "320ms", "loss": "0.5%", "mode": "datagram" },
        // Jitter by points: probability, and multiple of the median delay.
        {
          "between": ["aws:eu-west-1", "ship"],
          "jitter": [[0, 0.9], [0.5, 1], ["99%", 1.5], [1, 3]]
        }
      ],

      "groups": [
        {
          "name": "etcd",
          "members": { "aws:us-east-1": 2, "aws:eu-west-1": 2, "lab": 1 },
          "learners": { "reykjavik": 1 },
          "leader": "aws:us-east-1",
          "preset": "etcd-3.6",  // etcd-3.5-small, openshift-slower, rancher, cozystack
          "heartbeat": "100ms",
          "electionTimeout": "1s",
          "preVote": true,
          "checkQuorum": true,
          // A profile, a fixed duration, points of probability and duration, or these by region.
          "disk": {
            "default": "cloud-ssd-fleet",
            "lab": "2ms",
            "aws:us-east-1": [[0, "0.3ms"], [0.5, "1ms"], [0.99, "8ms"], [1, "40ms"]]
          },
          // "readRetryReusesContext": true as in etcd 3.5
          "processing": {
            "request": "30us", "message": "15us", "clientHop": "0s", "peerHop": "0s",
            "hopSpread": [[0, 0.8], [0.9, 1.2], [1, 3]], "walWrite": "0s", "wakeUp": "0s",
            "idleAfter": "0s", "backendCommit": "0s", "apply": "0s"
          },
          "snapshotEvery": 10000,
          "snapshotKeep": 5000,
          "compactEvery": "5m",  // or "never"
          "quota": "2GiB",
          "requestTimeout": "7s"
        },
        // Members one by one, with their zones.
        {
          "name": "side",
          "members": ["lab", { "region": "aws:eu-west-1", "zone": 2 }, "aws:eu-west-1"],
          "compactEvery": "never"
        },
        // A group in each of the regions, named after it: the clusters of a federation.
        { "name": "local", "perRegion": 3, "regions": ["aws:us-east-1", "aws:eu-west-1"] }
      ],

      "load": [
        // Open loop: operations start on time, whatever became of those before.
        {
          "name": "writes",
          "from": "aws:eu-west-1",
          "to": "etcd",
          "arrivals": { "poisson": "200/s" },
          "operation": "put",
          "keys": { "count": 10000, "choice": "zipf" },
          "objects": "own",
          "resource": "ConfigMap",
          "valueSize": "1KiB",
          "timeout": "9s"
        },
        // The rate is that of each region, unless it is split.
        {
          "name": "mixed",
          "from": "everywhere",
          "to": "nearest",
          "arrivals": { "fixed": "50/s" },
          "split": true,
          "mix": { "put": 20, "linearizableGet": 60, "serializableGet": 20 },
          "objects": "any"
        },
        { "name": "ticks", "from": ["lab"], "to": "side", "arrivals": { "every": "250ms" } },
        // Closed loop: each client waits for its answer, then thinks.
        {
          "name": "audit", "from": "lab", "to": "etcd",
          "clients": 4, "think": "50ms", "operation": "linearizableGet"
        },
        // Guarded updates: a read, then a transaction that puts if nothing changed meanwhile.
        {
          "name": "controllers", "from": "everywhere", "to": "etcd",
          "arrivals": { "poisson": "5/s" }, "operation": "update", "objects": "any"
        },
        {
          "name": "bulk", "from": "lab", "to": "etcd", "arrivals": { "poisson": "5/s" },
          "mix": { "txn": 6, "linearizableRange": 2, "serializableRange": 2 },
          "txn": { "puts": 10 },  // in one transaction
          "range": { "keys": 100, "limit": 50 }
        },
        // Held all the time: leases kept alive, and watches.
        {
          "name": "nodes", "from": "aws:eu-west-1", "to": "etcd", "clients": 20,
          "operation": "lease", "lease": { "ttl": "10s", "keys": 1 }
        },
        {
          "name": "watchers", "from": "everywhere", "to": "etcd", "clients": 2,
          "operation": "watch", "objects": "any",
          "watch": {
            "processing": "100us",
            "progressEvery": "10m", "requireLeader": true, "previousValue": false
          }
        },
        {
          "name": "lookups",
          "from": "aws:eu-west-1",
          "to": "aws:eu-west-1",
          "arrivals": { "poisson": "20/s" },
          "operation": "resolve",
          "service": "web"
        }
      ],

      "federation": {
        "strategy": "peerWatch",  // or "none"
        "services": [
          {
            "name": "web",
            "namespace": "default",
            "endpoints": { "aws:us-east-1": 3, "aws:eu-west-1": 2 }
          }
        ],
        "endpointChoice": "localFirst",  // or "all"
        "backoff": { "min": "800ms", "max": "30s" },
        "batchLimit": 128,
        "streamDeadAfter": "45s",
        "bookmarkEvery": "60s"
      },

      // Each fault begins "at" an instant or "when" something happens, and lasts "for" a while.
      "faults": [
        { "id": "cut-ship", "at": "20s", "for": "10s", "kind": "partition", "isolate": "ship" },
        {
          "at": "25s", "for": "5s", "kind": "partition",
          "from": "lab", "to": ["reykjavik"], "oneWay": true
        },
        {
          "at": "35s", "for": "5s", "kind": "linkDelay",
          "between": ["aws:us-east-1", "aws:eu-west-1"], "rtt": "120ms"
        },
        {
          "at": "40s", "for": "5s", "kind": "linkLoss",
          "from": "lab", "to": "aws:eu-west-1", "loss": "2%"
        },
        { "at": "45s", "for": "2s", "kind": "pause", "target": "etcd/us-east-1b" },
        {
          "at": "48s", "for": "5s", "kind": "slowDisk",
          "target": "leader", "group": "etcd", "extra": "50ms"
        },
        { "at": "55s", "kind": "transferLeader", "target": "etcd/eu-west-1a" },
        {
          "when": { "leaderElected": 2, "group": "etcd" },
          "kind": "crash",
          "target": "etcd/leader",
          "restartAfter": "5s"
        },
        { "when": { "commitReached": 5000 }, "for": "3s", "kind": "crash", "target": "side/lab-a" },
        {
          "when": { "afterFault": "cut-ship", "delay": "50s" },
          "for": "10s", "kind": "regionLoss", "region": "reykjavik"
        },
        {
          "at": "60s", "for": "5s", "kind": "endpoints",
          "service": "web", "group": "aws:us-east-1", "ready": 0
        }
      ],

      // What operators do. Each step begins like a fault, or when another one has ended.
      "steps": [
        {
          "id": "grow", "at": "22s", "do": "addLearner", "region": "lab", "group": "side",
          "patience": "1m"
        },
        {
          "when": { "afterStep": "grow", "delay": "2s" },
          "do": "promoteMember", "target": "side/lab-b"
        },
        { "at": "62s", "do": "restart", "target": "side/lab-a", "downFor": "1s" },
        { "at": "70s", "do": "upgrade", "group": "side", "preset": "etcd-3.6", "preVote": true }
        // Also "addMember", "removeMember", "replaceMember", "transferLeader", "loseForever", and
        // without a federation "restoreSnapshot" (of what is saved "savedEvery" so often; it
        // "takes" a while) and "forceNewCluster".
      ],

      // Judged after the run. A limit is "below", "above", "atMost" or "atLeast".
      "expect": [
        {
          "metric": "client.write.latency", "stat": "p90",
          "where": { "load": "writes" }, "below": "2s"
        },
        {
          "metric": "client.okRatio",
          "atLeast": "50%",
          "during": ["10s", "60s"],
          "minSamples": 100,
          "level": "warn",
          "hold": "90% of seeds"
        },
        { "metric": "raft.elections", "stat": "max", "where": { "cluster": "etcd" }, "atMost": 20 },
        { "metric": "client.okRate", "above": "10/s" },
        { "invariant": "raft.state-machine-safety" },
        // Against another scenario; only `fedsim compare` judges it.
        // "ratioBelow", "ratioAbove", "ratioAtMost" or "ratioAtLeast".
        {
          "versus": "three-regions", "metric": "client.write.latency", "stat": "p50",
          "ratioAtMost": 3
        }
      ]
    }

    """
}
