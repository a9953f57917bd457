return {
  id    = "credit/rows",
  title = "A rule",
  level = "mandatory",

  check = function(case, params)
    case:metric("rows"):equals(9007199254740992)
  end,
}
