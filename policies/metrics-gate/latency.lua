-- The slowest one in a hundred answers still comes in time.
return {
  id     = "metrics-gate/latency",
  title  = "The 99th percentile of latency is within its bound",
  level  = "overridable",
  params = { metric = "latency_p99_ms", most = { 100, at_most = 1000 } },
  remedy = "Profile the slow requests; distil, quantise or cache.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):within(0, params.most)
  end,
}
