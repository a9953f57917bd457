local limits = require "limits"

return {
  id = "credit/floor", title = "Accuracy is at least the floor", level = "overridable",
  params = { floor = { 0.90, at_least = limits.least } },
  check = function(case, params) case:metric("accuracy"):at_least(params.floor) end,
}
