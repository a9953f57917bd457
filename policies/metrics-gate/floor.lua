-- The headline metric is good enough by itself, whatever the last version did.
return {
  id     = "metrics-gate/floor",
  title  = "The headline metric is at least its floor",
  level  = "mandatory",
  params = { metric = "accuracy", floor = { 0.80, at_least = 0.50 } },
  cites  = { "EU AI Act Art. 15(1)" },
  remedy = "Retrain, or narrow the scope of use; where another metric counts, set metrics-gate/floor.metric.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):at_least(params.floor)
  end,
}
