-- The declared class fits what the model is used for.
--
-- A use that Annex III names is high-risk, unless the derogation of Article 6(3) is documented, which a system that profiles
-- people never has. A use that Annex I stands for is high-risk.
local act = require "act"
local declarations = require "declarations"
local uses = require "uses"

local function is_among(word, words)
  for _, other in ipairs(words) do
    if word == other then
      return true
    end
  end
  return false
end

-- The annex and point of the declared use; false where neither annex names it; nil where the use is not known.
local function named_at(case, other_uses)
  local use = declarations.found(case, "risk.use")
  local class = use ~= nil and uses.classes[use]
  if class then
    return class.act or false
  end
  if use ~= nil and is_among(use, other_uses) then
    return false
  end
  if use == nil then
    case:expect("risk.use"):present()
  else
    case:insufficient("risk.use is \"" .. tostring(use) .. "\", of which it is not known whether an annex names it",
                      { control = "risk.use", observed = use, evidence = case:expect("risk.use") })
  end
  return nil
end

local function derogation(case, at)
  local root = act.root .. "derogation."
  declarations.said(case, root .. "reason")
  case:expect(root .. "profiling"):equals(false)
  case:note("the use is that of Annex " .. at .. ", and the derogation of Article 6(3) is declared")
end

local function low_class(case, class, at)
  local options = { control = "risk_class", observed = class, expected = "high", evidence = case:expect("risk.use") }
  if not at then
    case:pass("neither annex names the use, and the class is " .. class, options)
  elseif at == "I" then
    case:fail("the use is that of a product of Annex I, and the class is " .. class, options)
  else
    derogation(case, at)
  end
end

local function high_class(case, at)
  local annex = declarations.choice(case, act.root .. "annex", { "I", "III" })
  local declared = annex and act.point(case)
  if not declared or at == nil then
    return
  end
  local options = { control = "point", observed = declared, expected = at or nil, evidence = case:expect(act.root .. "annex") }
  if not at or declared == at or string.sub(declared, 1, #at + 1) == at .. "(" then
    case:pass("the system is declared under Annex " .. declared, options)
  else
    case:fail("the system is declared under Annex " .. declared .. ", its use is that of Annex " .. at, options)
  end
end

return {
  id     = "eu-ai-act-high-risk/classification",
  title  = "The declared class fits the declared use",
  level  = "mandatory",
  applies_from = "2027-12-02",
  params = { other_uses = {} },
  cites  = { "EU AI Act Art. 6(1)", "EU AI Act Art. 6(2)", "EU AI Act Art. 6(3)", "EU AI Act Art. 6(4)", "EU AI Act Annex I", "EU AI Act Annex III" },
  remedy = "Correct risk.use or declarations.eu-ai-act.risk_class, annex and point; or document the derogation under declarations.eu-ai-act.derogation, with reason and profiling: false.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local class = act.class(case)
    if not class then
      return
    end
    local at = named_at(case, params.other_uses)
    if class == "high" then
      high_class(case, at)
    elseif at ~= nil then
      low_class(case, class, at)
    end
  end,
}
