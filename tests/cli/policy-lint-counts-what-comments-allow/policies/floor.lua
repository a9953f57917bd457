return {
  id     = "credit/floor",
  title  = "Accuracy is at least the floor",
  level  = "mandatory",
  params = { floor = { 0.8, at_least = 0.5 } },
  remedy = "Retrain.",

  check = function(case, params)
    case:metric("auc") -- lint: allow unused-subject (its presence alone is asked for elsewhere)
    case:metric("accuracy"):at_least(params.floor)
  end,
}
