return {
  id    = "empty/groups",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    for _, group in ipairs(case:groups("race")) do
      case:fail("unfair")
    end
  end,
}
