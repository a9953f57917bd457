-- What the model said was compared with what happened, lately, and the figures are in the evidence.
local dates = require "dates"
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/outcomes-analysis",
  title  = "Outcomes were analysed, with figures in the evidence",
  level  = "overridable",
  params = { days = { 365, at_least = 1, at_most = 366 } },
  cites  = { "SR 26-2 (outcomes analysis)", "SR 11-7 V", "NIST AI RMF MEASURE 2.3" },
  remedy = "Back-test the model; write declarations.mrm.outcomes.report and date, and under outcomes.metrics the metrics that it rests on, each reported in the evidence.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    if not mrm.applies(case) then
      return
    end
    declarations.said(case, mrm.root .. "outcomes.report")
    dates.past(case, mrm.root .. "outcomes.date", params.days)
    local names = declarations.list(case, mrm.root .. "outcomes.metrics")
    if names and #names == 0 then
      case:insufficient("the analysis of outcomes rests on no metric", { control = "metrics" })
    end
    for _, name in ipairs(names or {}) do
      case:metric(name):present()
    end
  end,
}
