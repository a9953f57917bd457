-- One letter is missing in the metric's name. A rule that finds nothing must not pass.
return {
  id    = "credit/misspelt",
  title = "Accuracy is at least the floor",
  level = "mandatory",
  check = function(case)
    case:metric("acuracy"):at_least(0.60)
  end,
}
