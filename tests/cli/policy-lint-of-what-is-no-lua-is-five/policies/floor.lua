return {
  id = "credit/floor",
  check = function(case)
    case:metric("accuracy":at_least(0.8)
  end,
}
