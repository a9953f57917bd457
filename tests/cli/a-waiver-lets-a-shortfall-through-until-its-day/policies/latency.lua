return {
  id     = "credit/latency",
  title  = "An answer takes 50 ms at most",
  level  = "overridable",
  rules  = { {metric = "latency_p99_ms", at_most = 50} },
}
