return {
  { name = "slow", model = { lineage = { parameters = { rate = 0.1 } } }, expect = "pass" },
  { name = "fast", model = { lineage = { parameters = { rate = 0.5 } } }, expect = "fail" },
}
