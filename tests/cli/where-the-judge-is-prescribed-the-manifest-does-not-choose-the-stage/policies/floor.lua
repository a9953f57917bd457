return {
  id = "org/floor",
  title = "Accuracy is at least the floor in production",
  level = "mandatory",
  when = { to = "production" },
  remedy = "Retrain.",
  check = function(case)
    case:metric("accuracy"):at_least(0.9)
  end,
}
