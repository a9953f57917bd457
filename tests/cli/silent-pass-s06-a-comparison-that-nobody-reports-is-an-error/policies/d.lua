return {
  id    = "bare/method",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("accuracy"):atleast(0.9)
  end,
}
