return {
  id    = "key/negative",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if case.model.risk.tier == "hihg" then
      case:fail("too risky")
    end
  end,
}
