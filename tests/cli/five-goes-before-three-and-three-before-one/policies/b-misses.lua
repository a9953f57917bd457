return {
  id    = "rules/misses",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("auc"):at_least(0.8)
  end,
}
