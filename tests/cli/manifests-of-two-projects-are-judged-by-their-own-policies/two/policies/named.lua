return {
  id    = "credit/named",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("name"):present()
  end,
}
