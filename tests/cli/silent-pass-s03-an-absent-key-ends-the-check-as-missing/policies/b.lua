return {
  id    = "key/path",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("lineage.code.comit"):present()
  end,
}
