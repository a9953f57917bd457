-- There are tables by sex, by race and ethnicity, and by both, with every category of EEO-1.
--
-- Each category has its number of people and its rate, and so does a category that nobody is in: counts of 0 say so, and
-- the absence of a row says nothing. The notes are the table as it is to be published. For a tool that scores, who scored
-- above the median of the whole sample counts as selected.
local aedt = require "aedt"
local fairness = require "fairness"
local tables = require "tables"

local function highest_rate(groups)
  local highest = 0
  for _, group in ipairs(groups) do
    if group.n > 0 and not fairness.is_unknown(group) then
      highest = math.max(highest, group.selection_rate)
    end
  end
  return highest
end

local function note_rows(case, attribute, groups)
  local highest = highest_rate(groups)
  for _, group in ipairs(groups) do
    if fairness.is_unknown(group) or group.n == 0 or highest == 0 then
      case:note(string.format("%s %s: %s people", attribute, group.value == "" and "unknown" or group.value, group.n))
    else
      case:note(string.format("%s %s: %s people, rate %.3f, impact ratio %.2f", attribute, group.value, group.n,
                              group.selection_rate, group.selection_rate / highest))
    end
  end
end

-- The groups by category; what is no category, or comes twice, is recorded.
local function rows_of(case, attribute, groups)
  local rows = {}
  for _, group in ipairs(groups) do
    local category = tables.of(attribute, group)
    if category and not rows[category] then
      rows[category] = group
    elseif category then
      case:fail("there are two rows of " .. category, { control = "rows of " .. attribute, evidence = group })
    elseif not fairness.is_unknown(group) then
      case:fail(tostring(group) .. " is no category of EEO-1", { control = "rows of " .. attribute, evidence = group })
    end
  end
  return rows
end

return {
  id     = "nyc-ll144/tables",
  title  = "People and rates are reported by sex, by race and ethnicity, and by both",
  level  = "mandatory",
  cites  = { "6 RCNY 5-301(b)", "6 RCNY 5-301(c)", "6 RCNY 5-303(a)(1)" },
  remedy = "Report groups of the attributes \"sex\", \"race\" and \"sex,race\", with a row of counts, be they 0, for each category that is named.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not aedt.applies(case) then
      return
    end
    for _, attribute in ipairs(tables.attributes) do
      local groups = case:groups(attribute)
      local rows = rows_of(case, attribute, groups)
      for _, category in ipairs(tables.wanted(attribute)) do
        if not rows[category] then
          case:fail("there is no row of " .. category, { control = "rows of " .. attribute, evidence = groups[1] })
        elseif rows[category].n > 0 then
          rows[category]:rate("selection_rate"):within(0, 1)
        end
      end
      note_rows(case, attribute, groups)
    end
  end,
}
