return {
  id    = "text/bare",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if case.model.lineage.parameters.age < 18 then
      case:fail("too young")
    end
    case:pass("old enough")
  end,
}
