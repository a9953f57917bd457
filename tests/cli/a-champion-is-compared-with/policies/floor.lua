return {
  id    = "credit/no-worse",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    if not case.champion then
      return case:not_applicable("the first version")
    end
    case:metric("accuracy"):not_worse_than_champion{margin=0.01}
  end,
}
