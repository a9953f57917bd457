return {
  id    = "key/plain",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if case.model.risk.teir == "high" then
      case:fail("too risky")
    end
  end,
}
