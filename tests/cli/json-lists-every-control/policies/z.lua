return {
  id    = "a/last-file",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("auc"):at_least(0.8)
    case:metric("auc"):at_most(0.9)
    case:note("seen")
  end,
}
