return {
  id    = "house/notes",
  title = "Somebody keeps notes",
  level = "advisory",

  check = function(case)
    case:expect("owner"):present()
  end,
}
