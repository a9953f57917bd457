-- A score of 0.7 means that seven in ten are: the expected calibration error is small.
return {
  id     = "metrics-gate/calibration",
  title  = "The expected calibration error is small",
  level  = "overridable",
  params = { metric = "ece", most = { 0.05, at_most = 0.10 } },
  remedy = "Calibrate the scores on held-out rows (Platt scaling, isotonic regression).",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):within(0, params.most)
  end,
}
