return {
  id    = "credit/errors",
  title = "A rule",
  level = "mandatory",

  check = function(case, params)
    local parameters = case.model.lineage.parameters
    if parameters.errors * 10 > parameters.rows then
      case:fail("more than one row in ten is an error")
    end
    case:pass("few rows are errors")
  end,
}
