-- A model that is wrong too often harms everybody alike.
return {
  id     = "credit/accuracy-floor",
  title  = "Accuracy is at least the floor",
  level  = "mandatory",
  params = { floor = { 0.60, at_least = 0.55 } },
  remedy = "Retrain, or narrow the scope of use.",
  owner  = "model-risk@bank.example", version = "1.0.0",

  check = function(case, params)
    case:metric("accuracy"):at_least(params.floor)
  end,
}
