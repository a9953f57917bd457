-- What was changed substantially is assessed anew.
--
-- Against the version in production: another intended purpose, another architecture, or other training data needs a
-- conformity assessment later than the one of that version, unless the change was foreseen in it (`predetermined`).
local act = require "act"
local dates = require "dates"
local declarations = require "declarations"

local function digests(model)
  local list = {}
  for _, set in ipairs(model.lineage.data) do
    table.insert(list, set.digest)
  end
  table.sort(list)
  return table.concat(list, " ")
end

local names = { "intended_purpose", "architecture" }

-- Do both versions say in words what they are for and how they are made? What does not is recorded.
local function are_described(case, before)
  local described = true
  declarations.all_said(case, "declarations.eu-ai-act", names)
  for _, name in ipairs(names) do
    if type(before.declarations["eu-ai-act"][name]) ~= "string" then
      case:insufficient(name .. " of the version in production is no text", { control = "champion's " .. name })
      described = false
    end
  end
  return described
end

-- The names of what differs between two manifests.
local function changes_between(model, before)
  local changes = {}
  for _, name in ipairs(names) do
    if model.declarations["eu-ai-act"][name] ~= before.declarations["eu-ai-act"][name] then
      table.insert(changes, name)
    end
  end
  if digests(model) ~= digests(before) then
    table.insert(changes, "training_data")
  end
  return changes
end

-- What the last assessment foresaw, as a set; nil where it cannot be known, which is then recorded.
local function foreseen_in(case)
  local list = declarations.list(case, act.root .. "conformity.predetermined")
  local foreseen = list and {}
  for i in ipairs(list or {}) do
    local path = act.root .. "conformity.predetermined[" .. i .. "]"
    local name = declarations.choice(case, path, { "intended_purpose", "architecture", "training_data" })
    if not name then
      return nil
    end
    foreseen[name] = true
  end
  return foreseen
end

local function unforeseen_in(case, changes)
  local foreseen = foreseen_in(case)
  local unforeseen = {}
  for _, name in ipairs(foreseen and changes or {}) do
    if foreseen[name] then
      case:note(name .. " changed, as the conformity assessment foresaw")
    else
      table.insert(unforeseen, name)
    end
  end
  return foreseen and unforeseen
end

return {
  id     = "eu-ai-act-high-risk/substantial-modification",
  title  = "A substantial modification has its own conformity assessment",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 43(4)" },
  remedy = "Have conformity assessed anew and write its day as declarations.eu-ai-act.conformity.date; or name what the last assessment foresaw under conformity.predetermined (intended_purpose, architecture, training_data; an empty list for nothing).",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if not judged then
      return
    end
    local champion = case.champion
    if not champion then
      return judged:not_applicable("there is no version in production that could have been modified")
    end
    if not are_described(judged, champion.model) then
      return
    end
    local unforeseen = unforeseen_in(judged, changes_between(case.model, champion.model))
    local assessed = unforeseen and dates.day(judged, act.root .. "conformity.date")
    if not assessed then
      return
    end
    local before = champion.model.declarations["eu-ai-act"].conformity.date
    local options = { control = "conformity.date", observed = case.model.declarations["eu-ai-act"].conformity.date, expected = before,
                      evidence = case:expect(act.root .. "conformity.date") }
    local known = dates.day_number(before)
    if not known then
      judged:insufficient("the conformity date of the version in production is no day", options)
    elseif #unforeseen == 0 then
      judged:pass("nothing changed substantially", options)
    elseif assessed > known then
      judged:pass(table.concat(unforeseen, ", ") .. " changed, and conformity was assessed anew", options)
    else
      judged:fail(table.concat(unforeseen, ", ") .. " changed, and conformity was not assessed since", options)
    end
  end,
}
