-- A category is left out of the ratios only where it is less than 2 % of the data, and the auditor says why.
--
-- Its people and its rate stay in the table. 2 % is the law's figure.
local aedt = require "aedt"
local declarations = require "declarations"
local fairness = require "fairness"

local most_share = 0.02

local function group_named(groups, name)
  for _, group in ipairs(groups) do
    if group.value == name then
      return group
    end
  end
  return nil
end

local function entry_judge(case, entry, path)
  local groups = case:groups(entry.attribute)
  local group = group_named(groups, entry.category)
  local name = entry.attribute .. "=" .. entry.category
  declarations.said(case, path .. ".justification")
  if not group then
    return case:fail("the excluded category " .. name .. " has no row", { control = "excluded " .. name, evidence = groups[1] })
  end
  local known = fairness.people(groups)
  local options = { control = "excluded " .. name, observed = group.n, evidence = group }
  local words = string.format("the excluded category %s has %s of %s people", name, group.n, known)
  if group.n < most_share * known then
    case:pass(words, options)
  else
    case:fail(words .. ", less than 2 % is required", options)
  end
end

return {
  id     = "nyc-ll144/excluded",
  title  = "Categories left out of the ratios are below 2 % and justified",
  level  = "mandatory",
  cites  = { "6 RCNY 5-301(d)" },
  remedy = "List each excluded category under declarations.nyc-ll144.excluded with attribute, category and the auditor's justification; an empty list where there is none. Report ratios of those that are 2 % or more.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local list = aedt.applies(case) and declarations.list(case, aedt.root .. "excluded")
    if not list then
      return
    end
    if #list == 0 then
      case:pass("no category is excluded")
    end
    for i, entry in ipairs(list) do
      entry_judge(case, entry, aedt.root .. "excluded[" .. i .. "]")
    end
  end,
}
