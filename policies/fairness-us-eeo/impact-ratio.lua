-- No group is selected less than four fifths as often as the most selected one.
--
-- 29 CFR 1607.4(D) regards a smaller ratio as evidence of adverse impact, lets larger ones count where they are
-- significant, and smaller ones not where they rest on small numbers. So a low ratio beyond chance fails; a low ratio that
-- may be chance is insufficient, never a pass; a difference beyond chance above four fifths is advised of. Several groups
-- at once are compared with Holm's correction, which can only turn a failure into an insufficiency.
local fairness = require "fairness"

return {
  id     = "fairness-us-eeo/impact-ratio",
  title  = "Every group is selected at least four fifths as often as the most selected one",
  level  = "overridable",
  params = {
    attributes = { "race", "sex" },
    min_ratio = { 0.80, at_least = 0.80 },
    min_group = { 30, at_least = 1, at_most = 100 },
    exempt_share = { 0.02, at_most = 0.02 },
  },
  cites  = { "29 CFR 1607.4(D)", "NIST AI RMF MEASURE 2.11" },
  remedy = "Report groups of the attributes race and sex. Examine the features that separate the groups, or narrow the use of the model. Where numbers are small, gather more rows of the groups that are named.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    for _, attribute in ipairs(params.attributes) do
      fairness.four_fifths(case, case:groups(attribute), params)
    end
  end,
}
