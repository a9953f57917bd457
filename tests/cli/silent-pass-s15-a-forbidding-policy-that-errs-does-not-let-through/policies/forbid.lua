return {
  id    = "credit/forbid",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if case.model.lineage.code.dirty then
      case:fail("built from a dirty tree")
    end
  end,
}
