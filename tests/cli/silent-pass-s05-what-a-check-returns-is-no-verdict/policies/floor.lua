return {
  id    = "returns/true",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    return true
  end,
}
