return {
  { name = "one in a hundred", evidence = { metrics = { error_rate = 0.01 } }, expect = "pass" },
  { name = "more than that", evidence = { metrics = { error_rate = 0.011 } }, expect = "fail" },
  { name = "a text is no figure", evidence = { metrics = { error_rate = { text = "low" } } }, expect = "insufficient" },
  { name = "not measured", evidence = { metrics = { latency_p99_ms = 5 } }, expect = "missing" },
}
