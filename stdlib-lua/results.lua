-- Walking over the results of all evidence, where case:metric would be too narrow.
--
--     local results = require "results"
--     for _, result in ipairs(results.all(case)) do ... result.metric ... end
--
-- all(case)                    every result of every file of evidence, in order
-- named(case, metric)          those of one metric, of any task
-- metric(case, metric, task)   case:metric, of that task; of whichever task where it is ""
local results = {}

function results.all(case)
  local found = {}
  for _, evidence in ipairs(case.evidence) do
    for _, result in ipairs(evidence.results) do
      table.insert(found, result)
    end
  end
  return found
end

function results.named(case, metric)
  local found = {}
  for _, result in ipairs(results.all(case)) do
    if result.metric == metric then
      table.insert(found, result)
    end
  end
  return found
end

function results.metric(case, metric, task)
  if task == "" then
    return case:metric(metric)
  end
  return case:metric(metric, { task = task })
end

return results
