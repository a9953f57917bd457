-- The four-fifths rule for women of each race, men of each race, and so on.
--
-- A model may treat the sexes alike and the races alike, and still fail those who are both. The regulation does not ask
-- for these ratios; that they are required here is our default.
local fairness = require "fairness"

return {
  id     = "fairness-us-eeo/intersections",
  title  = "Every intersection of groups is selected at least four fifths as often as the most selected one",
  level  = "overridable",
  params = {
    attribute = "sex,race",
    min_ratio = { 0.80, at_least = 0.80 },
    min_group = { 30, at_least = 1, at_most = 100 },
    exempt_share = { 0.02, at_most = 0.02 },
  },
  cites  = { "29 CFR 1607.4(D)", "NIST AI RMF MEASURE 2.11" },
  remedy = "Report groups of sex and race together, as attribute \"sex,race\". Examine the features that separate those that are named.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    fairness.four_fifths(case, case:groups(params.attribute), params)
  end,
}
