-- Four fifths, with its significance, over one attribute.
local fairness = require "fairness"

return {
  id     = "stdlib/fairness",
  title  = "No group is selected less often than four fifths of the most selected, beyond chance",
  level  = "mandatory",
  params = { min_ratio = { 0.80, at_least = 0.80 }, min_group = { 30, at_least = 1 },
             exempt_share = { 0.02, at_most = 0.02 } },
  remedy = "Look at the features that separate the groups.",

  check = function(case, params)
    fairness.four_fifths(case, case:groups("race"), params)
  end,
}
