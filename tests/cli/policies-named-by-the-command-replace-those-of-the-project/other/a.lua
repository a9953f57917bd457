return {
  id    = "other/a",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("version"):present()
  end,
}
