return {
  id    = "rule/none",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:not_applicable("a demonstration")
  end,
}
