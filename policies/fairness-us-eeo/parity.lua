-- The most and the least selected group are not far apart.
--
-- Demographic parity difference: highest minus lowest selection rate. It sees what a ratio hides where all rates are high:
-- 0.99 against 0.80 is above four fifths, and nineteen of a hundred are refused who would not be in the other group.
local fairness = require "fairness"
local spread = require "spread"

return {
  id     = "fairness-us-eeo/parity",
  title  = "Selection rates of groups are close to each other",
  level  = "overridable",
  params = {
    attributes = { "race", "sex" },
    most = { 0.10, at_most = 0.20 }, advised = { 0.05, at_most = 0.20 },
    min_group = { 30, at_least = 1, at_most = 100 },
    exempt_share = { 0.02, at_most = 0.02 },
  },
  cites  = { "NIST AI RMF MEASURE 2.11" },
  remedy = "Report groups of the attributes race and sex. Examine the features that separate the two groups that are named.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    for _, attribute in ipairs(params.attributes) do
      local judged = fairness.judged(case, case:groups(attribute), params)
      if judged then
        spread.judge(case, judged, "selection_rate", params)
      end
    end
  end,
}
