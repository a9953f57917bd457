return {
  id    = "rows/at-most",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("rows"):at_most(9007199254740992)
  end,
}
