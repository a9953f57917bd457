-- A figure lies within its own interval, and a share between 0 and 1.
--
-- Intervals are worked out by normal approximation, and reach 1.003 where accuracy is high: whoever
-- reads that has reason to doubt the rest. It is advice.
local documents = require "documents"
local results = require "results"

-- What is wrong with the result's interval, or nil.
local function fault_of(result, low, high, is_share)
  local value = documents.member(result, "value")
  if not (math.type(value) and math.type(low) and math.type(high)) then
    return "has half an interval, or no figure"
  elseif not (low <= value and value <= high) then
    return "is " .. value .. ", outside of its interval from " .. low .. " to " .. high
  elseif is_share and not (low >= 0 and high <= 1) then
    return "is a share, and its interval from " .. low .. " to " .. high .. " leaves 0 to 1"
  end
  return nil
end

-- How many results have an interval, and the faults that were found.
local function faults_of(case, shares)
  local count, faults = 0, {}
  for _, result in ipairs(results.all(case)) do
    local low, high = documents.member(result, "low"), documents.member(result, "high")
    if low or high then
      local fault = fault_of(result, low, high, shares[result.metric])
      count = count + 1
      if fault then
        table.insert(faults, { result = result, told = result.metric .. " " .. fault })
      end
    end
  end
  return count, faults
end

return {
  id     = "model-card/intervals",
  title  = "Figures lie within their intervals, and intervals of shares within 0 and 1",
  level  = "advisory",
  params = { shares = { "accuracy", "precision", "recall", "f1", "auc", "roc_auc" } },
  cites  = { "NIST AI RMF MEASURE 2.5" },
  remedy = "Work the interval out anew, for shares by a method that stays between 0 and 1 (Wilson, or a bootstrap).",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local shares = {}
    for _, metric in ipairs(params.shares) do
      shares[metric] = true
    end
    local count, faults = faults_of(case, shares)
    for _, fault in ipairs(faults) do
      case:fail(fault.told, { control = fault.result.metric, evidence = fault.result })
    end
    if count == 0 then
      return case:insufficient("no figure has an interval")
    end
    case:pass("figures within their intervals: " .. count - #faults .. " of " .. count, { control = "intervals" })
  end,
}
