return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:pass("credit/floor")
    case:fail("credit/floor is broken")
  end,
}
