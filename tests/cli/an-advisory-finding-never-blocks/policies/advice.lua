return {
  id    = "credit/advice",
  title = "A rule of this case",
  level = "advisory",

  check = function(case, params)
    case:metric("auc"):at_least(0.8)
  end,
}
