return {
  id    = "credit/blind",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    for key, value in pairs(case.model.lineage.parameters) do
      if key == "rate" and value == 0.5 then
        return case:fail("too fast")
      end
    end
    case:pass("not too fast")
  end,
}
