return {
  id    = "bare/boolean",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local low = case.evidence[1] == nil
    return low
  end,
}
