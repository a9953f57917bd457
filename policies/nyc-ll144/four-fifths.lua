-- A ratio below four fifths is told, and blocks nothing.
--
-- The law wants ratios published and names no bound for them. Who wants one that binds uses fairness-us-eeo.
local aedt = require "aedt"
local tables = require "tables"

return {
  id     = "nyc-ll144/four-fifths",
  title  = "Impact ratios are at least four fifths",
  level  = "advisory",
  params = { min_ratio = { 0.80, at_least = 0.80 } },
  cites  = { "29 CFR 1607.4(D)" },
  remedy = "Read the table with counsel before it is published; fairness-us-eeo judges the same ratios with their significance.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local excluded = aedt.applies(case) and tables.excluded(case)
    if not excluded then
      return
    end
    for _, attribute in ipairs(tables.attributes) do
      local rated = tables.rated(case, attribute, excluded)
      for _, group in ipairs(rated or {}) do
        group:ratio("selection_rate", tables.most(rated)):at_least(params.min_ratio)
      end
    end
  end,
}
