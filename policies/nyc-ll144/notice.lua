-- Candidates were told at least ten business days before the tool is used.
--
-- Weekdays count that are no federal holiday of the United States; the law does not say which days it means, so the fewer
-- are counted. Ten is the law's figure.
local aedt = require "aedt"
local dates = require "dates"
local declarations = require "declarations"

local least_days = 10

return {
  id     = "nyc-ll144/notice",
  title  = "Notice was given ten business days before use",
  level  = "mandatory",
  when   = { to = { "canary", "production" } },
  cites  = { "6 RCNY 5-304", "NYC Admin. Code 20-871(b)" },
  remedy = "Give notice, write declarations.nyc-ll144.notice.date and notice.method, and wait.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not aedt.applies(case) then
      return
    end
    declarations.word(case, aedt.root .. "notice.method", { "website", "job-posting", "mail", "email", "policy" })
    local given = dates.day(case, aedt.root .. "notice.date")
    if not given then
      return
    end
    local count = dates.business_days(given, dates.today(case))
    local options = { control = aedt.root .. "notice.date", observed = count, expected = least_days,
                      evidence = case:expect(aedt.root .. "notice.date") }
    if count >= least_days then
      case:pass("notice was given at least 10 business days ago", options)
    else
      case:fail("notice was given " .. count .. " business days ago, at least 10 is required", options)
    end
  end,
}
