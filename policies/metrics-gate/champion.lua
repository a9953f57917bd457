-- The new version is not worse than the one in production.
--
-- The margin is absolute, in the metric's own unit: 0.01 allows one point of a hundred. It compares
-- two figures; whether their difference is chance is for a test on the same rows to say.
return {
  id     = "metrics-gate/champion",
  title  = "The headline metric is not worse than the champion's",
  level  = "overridable",
  params = { metric = "accuracy", margin = { 0.01, at_most = 0.05 } },
  cites  = { "SR 26-2 (outcomes analysis)" },
  remedy = "Find out what the version in production does better, or have the loss accepted by a waiver.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):not_worse_than_champion { margin = params.margin }
  end,
}
