return {
  id    = "empty/evidence",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    for _, evidence in ipairs(case.evidence) do
      case:fail("poor")
    end
  end,
}
