-- The tables that a bias audit consists of: by sex, by race and ethnicity, and by both.
--
-- attributes            the three of them
-- category(name, value)   the category of EEO-1 that a value stands for under "sex" or "race"; nil where it is none
-- wanted(attribute)     the categories that the table has to have, sorted
-- of(attribute, group)  the category of a group, of both attributes where there are two; nil where it is none
-- excluded(case)        which categories the auditor left out of the ratios: a function of attribute and group value;
--                       nil where the list of them is absent, which is then recorded
-- rated(case, attribute, excluded)   the groups with a ratio: of known category, with somebody in them, not excluded
-- most(groups)          the one of them that is selected most
local aedt = require "aedt"
local declarations = require "declarations"
local fairness = require "fairness"

local tables = { attributes = { "sex", "race", "sex,race" } }

local spellings = {
  sex = { male = "Male", m = "Male", men = "Male", female = "Female", f = "Female", women = "Female" },
  race = {
    ["hispanic or latino"] = "Hispanic or Latino", hispanic = "Hispanic or Latino", latino = "Hispanic or Latino",
    white = "White", caucasian = "White",
    ["black or african american"] = "Black or African American", black = "Black or African American",
    ["african american"] = "Black or African American",
    ["native hawaiian or pacific islander"] = "Native Hawaiian or Pacific Islander",
    ["native hawaiian or other pacific islander"] = "Native Hawaiian or Pacific Islander",
    asian = "Asian",
    ["native american or alaska native"] = "Native American or Alaska Native",
    ["american indian or alaska native"] = "Native American or Alaska Native",
    ["two or more races"] = "Two or More Races",
  },
}
-- Tables may have these, and need not.
local optional = { sex = { other = "Other", ["non-binary"] = "Other", nonbinary = "Other" }, race = {} }

function tables.category(name, value)
  local plain = string.gsub(string.lower(value), "%s*%(not hispanic or latino%)", "")
  plain = string.gsub(plain, "%-american", " american")
  return spellings[name][plain] or optional[name][plain]
end

local function distinct(name)
  local seen, list = {}, {}
  for _, category in pairs(spellings[name]) do
    if not seen[category] then
      seen[category] = true
      table.insert(list, category)
    end
  end
  table.sort(list)
  return list
end

function tables.wanted(attribute)
  if attribute ~= "sex,race" then
    return distinct(attribute)
  end
  local list = {}
  for _, sex in ipairs(distinct("sex")) do
    for _, race in ipairs(distinct("race")) do
      table.insert(list, sex .. ", " .. race)
    end
  end
  return list
end

function tables.of(attribute, group)
  if attribute ~= "sex,race" then
    return tables.category(attribute, group.value)
  end
  local sex, race = string.match(group.value, "^([^,]*),(.*)$")
  sex = sex and tables.category("sex", sex)
  race = race and tables.category("race", race)
  return sex and race and sex .. ", " .. race
end

function tables.excluded(case)
  local list = declarations.list(case, aedt.root .. "excluded")
  if not list then
    return nil
  end
  return function(attribute, value)
    for _, entry in ipairs(list) do
      if entry.attribute == attribute and entry.category == value then
        return true
      end
    end
    return false
  end
end

function tables.rated(case, attribute, excluded)
  local rated = {}
  for _, group in ipairs(case:groups(attribute)) do
    if not fairness.is_unknown(group) and group.n > 0 and not excluded(attribute, group.value) then
      table.insert(rated, group)
    end
  end
  if #rated < 2 then
    case:insufficient("fewer than two categories of " .. attribute .. " have anybody in them", { control = attribute })
    return nil
  end
  return rated
end

tables.most = fairness.most_selected

return tables
