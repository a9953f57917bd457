return {
  id    = "credit/floor",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local worst = nil
    return worst.value
  end,
}
