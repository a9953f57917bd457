-- Somebody wrote why the model is of its tier, and how much depends on it.
--
-- A tier that is not declared is high; that needs its reason as well.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/tier-rationale",
  title  = "The tier has a rationale",
  level  = "overridable",
  cites  = { "SR 26-2 (materiality)", "SR 11-7 VI", "NIST AI RMF MAP 1.5" },
  remedy = "Write risk.tier, risk.materiality (low, moderate, high) and declarations.mrm.tier_rationale.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if mrm.applies(case) then
      case:expect("risk.materiality"):one_of({ "low", "moderate", "high" })
      declarations.said(case, mrm.root .. "tier_rationale")
    end
  end,
}
