return {
  id     = "credit/floor",
  title  = "Accuracy is at least the floor",
  level  = "mandatory",
  params = { floor = { 0.90, at_least = 0.80 } },
  check = function(case, params)
    case:metric("accuracy"):at_least(params.floor)
  end,
}
