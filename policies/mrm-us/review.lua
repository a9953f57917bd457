-- The last validation is not longer ago than the tier's review cycle.
local dates = require "dates"
local mrm = require "mrm"

return {
  id     = "mrm-us/review",
  title  = "The model was validated within its review cycle",
  level  = "overridable",
  params = {
    high_days = { 365, at_least = 1, at_most = 366 }, limited_days = { 730, at_least = 1, at_most = 731 },
    minimal_days = { 1095, at_least = 1, at_most = 1096 },
  },
  cites  = { "SR 26-2 (periodic review)", "SR 11-7 V", "NIST AI RMF GOVERN 1.5" },
  remedy = "Have the model reviewed, and write the day as declarations.mrm.validation.date.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    if mrm.applies(case) then
      dates.past(case, mrm.root .. "validation.date", params[case.tier .. "_days"])
    end
  end,
}
