return {
  id    = "rules/crashes",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    error("no such table")
  end,
}
