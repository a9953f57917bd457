-- The declared tier is not lower than what the declared facts come to.
--
-- Five facts are weighed: what the output is used for, how far it decides without a person, how much depends on it, whom
-- it is about, and what kind of data it sees. A use that a law names (weight 3) is high by itself. Else the weights are
-- added: from `high_from` on the tier is high, from `limited_from` on it is limited. Each fact that weighs more can only
-- raise the sum, so no fact ever lowers the tier that the others give. A word that is in no table is refused.
local declarations = require "declarations"
local uses = require "uses"

local rank = { minimal = 1, limited = 2, high = 3 }
local named_by_law = 3

local weights = {
  automation       = { ["human-decides"] = 0, ["human-reviews"] = 1, ["fully-automated"] = 2 },
  materiality      = { low = 0, moderate = 1, high = 2 },
  population       = { none = 0, staff = 1, customers = 1, public = 2, vulnerable = 3 },
  data_sensitivity = { none = 0, business = 0, personal = 1, financial = 1, special = 2, children = 2 },
}

local function use_weights(params)
  local weight = {}
  for word, class in pairs(uses.classes) do
    weight[word] = class.weight
  end
  local more = { params.everyday_uses, params.consequential_uses, params.sensitive_uses }
  for heavy, words in ipairs(more) do
    for _, word in ipairs(words) do
      weight[word] = math.max(heavy, weight[word] or 0)
    end
  end
  return weight
end

local function words_of(weight)
  local words = {}
  for word in pairs(weight) do
    table.insert(words, word)
  end
  return table.concat(words, ", ")
end

-- What a declared word weighs; nil where it is none that is known, which is then recorded.
local function weigh(case, name, weight)
  local path = "risk." .. name
  local word = declarations.found(case, path)
  if word == nil then
    case:expect(path):present()
  elseif not weight[word] then
    case:fail(path .. " is \"" .. tostring(word) .. "\", which is none of " .. words_of(weight),
              { control = path, observed = word, evidence = case:expect(path) })
  end
  return word ~= nil and weight[word] or nil
end

local function facts_of(case, params)
  local facts, whole = { { "use", weigh(case, "use", use_weights(params)) } }, true
  for _, name in ipairs({ "automation", "materiality", "population", "data_sensitivity" }) do
    table.insert(facts, { name, weigh(case, name, weights[name]) })
  end
  for _, fact in ipairs(facts) do
    whole = whole and fact[2] ~= nil
  end
  return whole and facts or nil
end

-- "use (3), population (2)": what raised the sum.
local function raised_by(facts)
  local names = {}
  for _, fact in ipairs(facts) do
    if fact[2] > 0 then
      table.insert(names, "risk." .. fact[1] .. " (" .. fact[2] .. ")")
    end
  end
  return table.concat(names, ", ")
end

local function computed(facts, params)
  local sum = 0
  for _, fact in ipairs(facts) do
    sum = sum + fact[2]
  end
  if facts[1][2] >= named_by_law or sum >= params.high_from then
    return "high", sum
  end
  return sum >= params.limited_from and "limited" or "minimal", sum
end

return {
  id     = "risk-tiers/tier",
  title  = "The declared tier is at least what the declared facts come to",
  level  = "mandatory",
  params = {
    high_from    = { 6, at_least = 1, at_most = 6 },
    limited_from = { 3, at_least = 1, at_most = 3 },
    sensitive_uses = {}, consequential_uses = {}, everyday_uses = {},
  },
  cites  = { "NIST AI RMF MAP 1.1", "NIST AI RMF GOVERN 1.3", "EU AI Act Annex III", "SR 26-2 (materiality)" },
  remedy = "Raise risk.tier in the manifest, or correct the fact that is wrong: risk.use, risk.automation, risk.materiality, risk.population or risk.data_sensitivity.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local facts = facts_of(case, params)
    if not facts then
      return
    end
    local tier, sum = computed(facts, params)
    local options = { control = "risk.tier", observed = case.tier, expected = tier, evidence = case:expect("risk") }
    if rank[case.tier] >= rank[tier] then
      case:pass("the tier is " .. case.tier .. ", at least " .. tier .. " is required", options)
    else
      case:fail("the tier is " .. case.tier .. ", but the facts come to " .. tier .. ", by " .. raised_by(facts), options)
    end
    if rank[case.tier] > rank[tier] then
      case:note("the facts come to " .. tier .. " (" .. sum .. "); the model is judged as " .. case.tier)
    end
  end,
}
