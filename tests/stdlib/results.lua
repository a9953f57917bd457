-- The results of all files are found, and a metric of the task that is named, or of any.
local results = require "results"

return {
  id     = "stdlib/results",
  title  = "The accuracy of the task, and there is no other result",
  level  = "mandatory",
  remedy = "Run the task.",
  params = { task = "wmdp" },

  check = function(case, params)
    results.metric(case, "acc", params.task):above(0)
    local all, named = #results.all(case), #results.named(case, "acc")
    if all == 1 and named == 1 then
      case:pass("there is no other result")
    else
      case:fail("there are " .. all .. " results, " .. named .. " of them accuracies")
    end
  end,
}
