return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("owner"):matches("^(a+)+$")
  end,
}
