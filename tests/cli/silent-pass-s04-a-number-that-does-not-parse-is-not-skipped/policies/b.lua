return {
  id    = "number/expected",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("lineage.parameters.rate"):at_most(0.5)
  end,
}
