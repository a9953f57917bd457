return {
  id    = "stage/told",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:pass("from " .. case.transition.from .. " to " .. case.transition.to)
  end,
}
