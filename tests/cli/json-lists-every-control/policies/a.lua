return {
  id    = "b/first-file",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:expect("name"):equals("credit")
    case:advisory():fail("tell the owner")
  end,
}
