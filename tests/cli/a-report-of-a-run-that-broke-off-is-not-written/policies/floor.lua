return {
  id     = "credit/floor",
  title  = "Accuracy is at least the floor",
  level  = "mandatory",
  params = { floor = 0.9 },
  cites  = { "Model standard 4.2" },
  remedy = "Retrain, or narrow the scope of use.",

  check = function(case, params)
    case:metric("accuracy"):at_least(params.floor)
  end,
}
