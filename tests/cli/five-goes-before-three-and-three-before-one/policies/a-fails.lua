return {
  id    = "rules/fails",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("accuracy"):at_least(0.99)
  end,
}
