-- What validation found is being dealt with, and use is restricted until it is.
--
-- An open critical finding keeps the model out. An open high one needs a restriction of use and a day; the others a day.
local dates = require "dates"
local declarations = require "declarations"
local mrm = require "mrm"

local function open_judge(case, path, severity)
  if severity == "critical" then
    return case:fail("a critical finding is open", { control = path, evidence = case:expect(path) })
  end
  if severity == "high" then
    declarations.said(case, path .. ".restriction")
  end
  dates.ahead(case, path .. ".due")
end

return {
  id     = "mrm-us/findings",
  title  = "Validation findings are closed, or restrict the use and are not overdue",
  level  = "overridable",
  cites  = { "SR 26-2 (effective challenge)", "SR 11-7 V", "SR 11-7 VI", "NIST AI RMF MANAGE 1.3" },
  remedy = "Close the finding; or for severity high, medium, low: due (a day to come), and for high a restriction. List all under declarations.mrm.findings with severity and status; an empty list where there is none.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local list = mrm.applies(case) and declarations.list(case, mrm.root .. "findings")
    if not list then
      return
    end
    if #list == 0 then
      case:pass("no finding is declared")
    end
    for i in ipairs(list) do
      local path = mrm.root .. "findings[" .. i .. "]"
      local severity = declarations.word(case, path .. ".severity", { "critical", "high", "medium", "low" })
      local state = declarations.word(case, path .. ".status", { "open", "closed" })
      if severity and state == "open" then
        open_judge(case, path, severity)
      end
    end
  end,
}
