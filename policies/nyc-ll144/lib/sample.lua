-- A whole audit, for the tests of this pack: tables by sex, race and both, alike in all categories.
--
-- groups(changes)   the list of groups; `changes` maps "race=Asian" to what is laid over that group, or to false, which
--                   leaves it out. Every group reports its impact ratio.
-- facts(changes)    the manifest with the declarations of this law, `changes` laid over them
local sample = {}

local races = { "Hispanic or Latino", "White", "Black or African American", "Native Hawaiian or Pacific Islander", "Asian",
                "Native American or Alaska Native", "Two or More Races" }

local function group(attribute, value, selected, refused)
  return { attribute = attribute, value = value, counts = { tp = selected, fp = 0, tn = refused, fn = 0 },
           metrics = { impact_ratio = 1.0 } }
end

local function add(list, changes, name, made)
  local change = changes[name]
  if change == false then
    return
  end
  for key, value in pairs(change or {}) do
    made[key] = value
  end
  table.insert(list, made)
end

function sample.groups(changes)
  local list = {}
  changes = changes or {}
  for _, sex in ipairs({ "Female", "Male" }) do
    add(list, changes, "sex=" .. sex, group("sex", sex, 350, 350))
  end
  for _, race in ipairs(races) do
    add(list, changes, "race=" .. race, group("race", race, 100, 100))
    for _, sex in ipairs({ "Female", "Male" }) do
      add(list, changes, sex .. "," .. race, group("sex,race", { sex, race }, 50, 50))
    end
  end
  return list
end

function sample.facts(changes)
  local facts = {
    applies = true, developer = "Example Tools Inc.",
    audit = { date = "2026-03-01", auditor = "Example Audit LLP", independent = true,
              summary_url = "https://jobs.example/bias-audit" },
    distribution_date = "2025-01-15", data = { kind = "historical" }, excluded = {},
    notice = { date = "2026-10-01", method = "website" },
  }
  for key, value in pairs(changes or {}) do
    facts[key] = value
  end
  return { owner = "Example Employer", declarations = { ["nyc-ll144"] = facts } }
end

return sample
