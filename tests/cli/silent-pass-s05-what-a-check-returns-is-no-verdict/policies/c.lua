return {
  id    = "returns/false",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    return false
  end,
}
