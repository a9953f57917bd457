return {
  id = "org/any",
  title = "There is an accuracy",
  level = "mandatory",
  remedy = "Measure it.",
  check = function(case)
    case:metric("accuracy"):present()
  end,
}
