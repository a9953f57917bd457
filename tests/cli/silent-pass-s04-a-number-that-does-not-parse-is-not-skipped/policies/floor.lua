return {
  id    = "number/compared",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if tonumber(case.model.lineage.parameters.rate) > 0.5 then
      case:fail("too fast")
    end
    case:pass("slow enough")
  end,
}
