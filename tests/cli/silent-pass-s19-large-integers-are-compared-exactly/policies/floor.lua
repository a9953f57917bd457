return {
  id    = "rows/equal",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("rows"):equals(9007199254740992)
  end,
}
