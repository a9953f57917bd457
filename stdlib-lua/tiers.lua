-- Rules that bind one tier and only advise the others.
--
--     local tiers = require "tiers"
--     tiers.binding(case, "high"):expect("lineage.parameters.seed"):present()
--
-- binding(case, tier, ...)   the case itself where the model is of one of the tiers, else the case
--                            whose findings are advisory.
local tiers = {}

function tiers.binding(case, ...)
  for i = 1, select("#", ...) do
    if case.tier == select(i, ...) then
      return case
    end
  end
  return case:advisory()
end

return tiers
