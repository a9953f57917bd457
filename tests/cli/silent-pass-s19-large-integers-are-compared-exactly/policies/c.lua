return {
  id    = "rows/at-least",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("rows"):at_least(9007199254740993)
  end,
}
