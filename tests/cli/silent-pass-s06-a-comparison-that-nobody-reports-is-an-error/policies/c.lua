return {
  id    = "bare/comparator",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("accuracy"):at_least()
  end,
}
