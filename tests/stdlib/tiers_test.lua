return {
  { name = "high is bound", model = { risk = { tier = "high" } }, expect = "missing" },
  { name = "limited is bound", model = { risk = { tier = "limited" } }, expect = "missing" },
  { name = "minimal is advised", model = { risk = { tier = "minimal" } }, expect = "pass" },
  { name = "an undeclared tier is high", expect = "missing" },
  { name = "with a description", model = { risk = { tier = "high" }, description = "scores" }, expect = "pass" },
}
