return {
  id    = "rules/passes",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("accuracy"):at_least(0.5)
  end,
}
