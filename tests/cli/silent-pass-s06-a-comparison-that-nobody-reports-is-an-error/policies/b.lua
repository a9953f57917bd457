return {
  id    = "bare/expectation",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local accuracy = case:metric("accuracy")
  end,
}
