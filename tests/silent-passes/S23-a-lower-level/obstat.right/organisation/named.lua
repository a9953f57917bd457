return {
  id    = "credit/named",
  title = "A rule",
  level = "mandatory",

  check = function(case, params)
    case:expect("name"):present()
  end,
}
