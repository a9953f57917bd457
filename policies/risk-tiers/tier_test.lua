local function risk(changes)
  local facts = { tier = "limited", use = "pricing", automation = "human-reviews", materiality = "low",
                  population = "customers", data_sensitivity = "personal" }
  for key, value in pairs(changes or {}) do
    facts[key] = value
  end
  return { risk = facts }
end

local function without(name)
  local model = risk()
  model.risk[name] = nil
  return model
end

-- Every word of the table in the README, by what it weighs: a sum of so much is high where that is the bound, and is not
-- where the bound is one more.
local weights = {
  automation       = { ["human-decides"] = 0, ["human-reviews"] = 1, ["fully-automated"] = 2 },
  materiality      = { low = 0, moderate = 1, high = 2 },
  population       = { none = 0, staff = 1, customers = 1, public = 2, vulnerable = 3 },
  data_sensitivity = { none = 0, business = 0, personal = 1, financial = 1, special = 2, children = 2 },
}
local heavy = { "biometric-identification", "biometric-categorisation", "emotion-recognition", "critical-infrastructure",
                "education-admission", "education-assessment", "education-level", "education-proctoring", "recruitment",
                "worker-management", "public-benefits", "credit", "life-health-insurance", "emergency-dispatch",
                "law-enforcement", "migration-border", "justice", "elections", "safety-component", "medical-device", "housing" }
local middling = { "other-insurance", "fraud-detection", "money-laundering", "collections", "pricing", "health-advice",
                   "content-moderation", "market-risk", "capital", "assistant" }
local light = { "content-generation", "recommendation", "marketing", "forecasting", "document-processing",
                "internal-operations", "research" }

local function harmless(use, tier)
  return risk { tier = tier, use = use, automation = "human-decides", materiality = "low", population = "none",
                data_sensitivity = "none" }
end

local cases = {
  { name = "as high as the facts come to", model = risk(), expect = { outcome = "pass", message = "at least limited" } },
  { name = "declared higher is welcome", model = risk { tier = "high" }, expect = "pass" },
  { name = "declared lower is denied, with what raised it", model = risk { tier = "minimal" },
    expect = { outcome = "fail",
               message = "come to limited, by risk.use \\(2\\), risk.automation \\(1\\), risk.population \\(1\\), risk.data_sensitivity \\(1\\)" } },
  { name = "no tier counts as high", model = without("tier"), expect = "pass" },
  { name = "a use that a law names is high by itself",
    model = risk { use = "recruitment", automation = "human-decides", population = "none", data_sensitivity = "none" },
    expect = { outcome = "fail", message = "come to high, by risk.use \\(3\\)$" } },
  { name = "credit declared high", model = risk { tier = "high", use = "credit" }, expect = "pass" },
  { name = "the sum makes it high as well",
    model = risk { automation = "fully-automated", materiality = "high" },
    expect = { outcome = "fail", message = "come to high" } },
  { name = "one below the bound it is limited", model = risk(), expect = "pass" },
  { name = "at the bound it is high", model = risk { materiality = "moderate" },
    expect = { outcome = "fail", message = "come to high" } },
  { name = "nothing much is minimal",
    model = risk { tier = "minimal", use = "forecasting", population = "staff", automation = "human-decides",
                   data_sensitivity = "none" },
    expect = { outcome = "pass", message = "at least minimal" } },
  { name = "an unknown use is refused by name", model = risk { use = "credits" },
    expect = { outcome = "fail", message = "risk.use is \"credits\", which is none of .*credit" } },
  { name = "an unknown word of automation", model = risk { automation = "Fully-Automated" },
    expect = { outcome = "fail", message = "none of fully-automated, human-decides, human-reviews" } },
  { name = "an unknown population", model = risk { population = "everybody" }, expect = "fail" },
  { name = "a use of the organisation's own", model = risk { use = "treasury" }, params = { consequential_uses = { "treasury" } },
    expect = "pass" },
  { name = "a word of its own does not make a known one lighter", model = risk { use = "credit" },
    params = { everyday_uses = { "credit" } }, expect = { outcome = "fail", message = "come to high" } },
  { name = "no use", model = without("use"), expect = { outcome = "missing", message = "risk.use" } },
  { name = "no sensitivity of data", model = without("data_sensitivity"), expect = "missing" },
  { name = "nothing declared", expect = "missing" },
}

local function add(name, model, params, expect)
  table.insert(cases, { name = name, model = model, params = params, expect = expect })
end

for fact, words in pairs(weights) do
  for word, weight in pairs(words) do
    local model = harmless("pricing", "limited")
    model.risk[fact] = word
    add(fact .. " " .. word .. " adds its weight", model, { high_from = 2 + weight }, { outcome = "fail", message = "come to high" })
    add(fact .. " " .. word .. " adds no more", model, { high_from = 3 + weight }, "pass")
  end
end
for _, use in ipairs(heavy) do
  add(use .. " is high by itself", harmless(use, "limited"), nil, { outcome = "fail", message = "come to high" })
end
for _, use in ipairs(middling) do
  add(use .. " weighs two", harmless(use, "minimal"), { limited_from = 2 }, { outcome = "fail", message = "come to limited" })
  add(use .. " weighs no more", harmless(use, "minimal"), { limited_from = 3 }, "pass")
end
for _, use in ipairs(light) do
  add(use .. " weighs one", harmless(use, "minimal"), { limited_from = 1 }, { outcome = "fail", message = "come to limited" })
  add(use .. " weighs no more", harmless(use, "minimal"), { limited_from = 2 }, "pass")
end

return cases
