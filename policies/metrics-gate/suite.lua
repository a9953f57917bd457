-- A suite of tests that ran elsewhere passed by more than nine in ten.
return {
  id     = "metrics-gate/suite",
  title  = "The test suite passed with more than its bound",
  level  = "mandatory",
  params = { suite = "fairness-check", above = { 0.90, at_least = 0.50 } },
  remedy = "Mend what the failed tests show, or name the suite that counts in metrics-gate/suite.suite.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:suite(params.suite):score_above(params.above)
  end,
}
