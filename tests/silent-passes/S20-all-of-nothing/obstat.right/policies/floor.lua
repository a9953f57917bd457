return {
  id    = "credit/groups",
  title = "A rule",
  level = "mandatory",

  check = function(case, params)
    for _, group in ipairs(case:groups("race")) do
      group:rate("tpr"):at_least(0.5)
    end
  end,
}
