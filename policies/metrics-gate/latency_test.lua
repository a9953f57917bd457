return {
  { name = "just in time", evidence = { metrics = { latency_p99_ms = 100 } }, expect = "pass" },
  { name = "too slow", evidence = { metrics = { latency_p99_ms = 100.5 } }, expect = "fail" },
  { name = "a text is no figure", evidence = { metrics = { latency_p99_ms = { text = "fast" } } }, expect = "insufficient" },
  { name = "not measured", evidence = { metrics = { latency_p50_ms = 5 } }, expect = "missing" },
}
