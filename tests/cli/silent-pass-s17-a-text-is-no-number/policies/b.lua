return {
  id    = "text/age",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("lineage.parameters.age"):at_least(18)
  end,
}
