return {
  id    = "credit/name",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("name"):present()
  end,
}
