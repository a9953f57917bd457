return {
  id    = "returns/one",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    return 1
  end,
}
