-- The model is compared: with the version in production by figures, or, where there is none, with another model in a report.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/benchmarking",
  title  = "The model is benchmarked",
  level  = "overridable",
  params = { metric = "accuracy", margin = { 0.01, at_most = 0.05 } },
  cites  = { "SR 26-2 (benchmarking)", "SR 11-7 V", "NIST AI RMF MEASURE 2.5" },
  remedy = "Report the metric for this version and the one in production; where nothing is in production, name declarations.mrm.benchmark.model and report.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    if not mrm.applies(case) then
      return
    end
    if case.champion then
      case:metric(params.metric):not_worse_than_champion { margin = params.margin }
    else
      declarations.all_said(case, "declarations.mrm.benchmark", { "model", "report" })
    end
  end,
}
