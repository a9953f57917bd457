-- Serious incidents were reported in time, and none is waiting beyond it.
--
-- From the day on which it is known: 15 days, 10 where somebody died, 2 where it is widespread or hits critical
-- infrastructure. The days are the law's.
local act = require "act"
local dates = require "dates"
local declarations = require "declarations"

local most_days = { serious = 15, death = 10, widespread = 2 }

local function entry_judge(case, path)
  local kind = declarations.word(case, path .. ".kind", { "serious", "death", "widespread" })
  local known = dates.day(case, path .. ".aware")
  if not kind or not known then
    return
  end
  local reported = declarations.found(case, path .. ".reported") and dates.day(case, path .. ".reported")
  local took = (reported or dates.today(case)) - known
  local options = { control = path, observed = took, expected = most_days[kind], evidence = case:expect(path) }
  local words = reported and " was reported after " or " has not been reported for "
  if took >= 0 and took <= most_days[kind] then
    case:pass("the incident" .. words .. took .. " days", options)
  else
    case:fail("the incident" .. words .. took .. " days, at most " .. most_days[kind] .. " are allowed", options)
  end
end

return {
  id     = "eu-ai-act-high-risk/incidents",
  title  = "Serious incidents are reported in time",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 73(2)", "EU AI Act Art. 73(3)", "EU AI Act Art. 73(4)" },
  remedy = "Report the incident to the authority; list each under declarations.eu-ai-act.incidents with kind (serious, death, widespread), aware and reported; an empty list where there was none.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    local list = judged and declarations.list(judged, act.root .. "incidents")
    if not list then
      return
    end
    if #list == 0 then
      judged:pass("no serious incident is declared")
    end
    for i in ipairs(list) do
      entry_judge(judged, act.root .. "incidents[" .. i .. "]")
    end
  end,
}
