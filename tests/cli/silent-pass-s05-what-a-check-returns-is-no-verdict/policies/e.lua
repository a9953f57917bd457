return {
  id    = "returns/nothing",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local _ = case.model.name
  end,
}
