return {
  id    = "key/metric",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("acuracy"):at_least(0.9)
  end,
}
