-- A new version does not quietly leave the tier of the one in production.
--
-- Anybody may raise a tier; lowering one loosens every rule that looks at it, so it takes a waiver that somebody signs.
local rank = { minimal = 1, limited = 2, high = 3 }

return {
  id     = "risk-tiers/not-lowered",
  title  = "The tier is not lower than that of the version in production",
  level  = "overridable",
  cites  = { "NIST AI RMF GOVERN 1.3", "SR 26-2 (materiality)" },
  remedy = "Keep risk.tier as it was, or have the lower tier accepted by a waiver.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local champion = case.champion
    if not champion then
      return case:not_applicable("there is no version in production whose tier could be kept")
    end
    local options = { control = "risk.tier", observed = case.tier, expected = champion.tier }
    if rank[case.tier] >= rank[champion.tier] then
      case:pass("the tier is " .. case.tier .. ", in production it is " .. champion.tier, options)
    else
      case:fail("the tier is " .. case.tier .. ", in production it is " .. champion.tier, options)
    end
  end,
}
