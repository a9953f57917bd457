return {
  id    = "rule/advice",
  title = "A rule of this case",
  level = "advisory",

  check = function(case, params)
    case:expect("name"):present()
  end,
}
