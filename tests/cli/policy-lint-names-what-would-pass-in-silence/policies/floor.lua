return {
  id     = "credit/floor",
  title  = "Accuracy is at least the floor",
  level  = "mandatory",
  params = { floor = 0.8 },

  check = function(case, params)
    case:metric("accuracy")
    if (case.model.lineage.parameters.age or 0) < 18 then
      case:fail("too young\27[31m")
    end
    asert(params.floor)
  end,
}
