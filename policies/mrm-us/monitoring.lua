-- The model is watched often enough, against bounds that it meets today.
--
-- A threshold names a metric and at_least or at_most; the metric's figure is taken from the evidence, not from the plan.
local declarations = require "declarations"
local mrm = require "mrm"

-- The number there, or nil; what is there and no number is recorded.
local function bound_at(case, path)
  local bound = declarations.found(case, path)
  if type(bound) == "number" then
    return bound
  end
  if bound ~= nil then
    case:insufficient(path .. " is no number", { control = path, evidence = case:expect(path) })
  end
  return nil
end

local function threshold_judge(case, path)
  local name = declarations.found(case, path .. ".metric")
  declarations.said(case, path .. ".metric")
  if type(name) ~= "string" then
    return
  end
  local floor = bound_at(case, path .. ".at_least")
  local ceiling = bound_at(case, path .. ".at_most")
  if floor then
    case:metric(name):at_least(floor)
  end
  if ceiling then
    case:metric(name):at_most(ceiling)
  end
  if not floor and not ceiling then
    case:insufficient(path .. " has neither at_least nor at_most, a number each", { control = path, evidence = case:expect(path) })
  end
end

return {
  id     = "mrm-us/monitoring",
  title  = "There is a monitoring plan with thresholds that hold",
  level  = "overridable",
  params = { high_days = { 31, at_most = 92 }, other_days = { 92, at_most = 366 } },
  cites  = { "SR 26-2 (ongoing monitoring)", "SR 11-7 V", "NIST AI RMF MEASURE 2.4", "NIST AI RMF MANAGE 4.1" },
  remedy = "Write declarations.mrm.monitoring: plan, every_days, and thresholds, each with metric and at_least or at_most; report the metrics in the evidence.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    if not mrm.applies(case) then
      return
    end
    declarations.said(case, mrm.root .. "monitoring.plan")
    case:expect(mrm.root .. "monitoring.every_days"):within(1, case.tier == "high" and params.high_days or params.other_days)
    local thresholds = declarations.list(case, mrm.root .. "monitoring.thresholds")
    if thresholds and #thresholds == 0 then
      case:insufficient("the monitoring plan has no threshold", { control = "thresholds" })
    end
    for i in ipairs(thresholds or {}) do
      threshold_judge(case, mrm.root .. "monitoring.thresholds[" .. i .. "]")
    end
  end,
}
