-- The bias audit is not more than a year old on the day of use.
--
-- The law forbids use where the latest audit was more than one year ago, so 365 days is no parameter.
local aedt = require "aedt"
local dates = require "dates"

local one_year = 365

return {
  id     = "nyc-ll144/audit-date",
  title  = "The bias audit is at most a year old",
  level  = "mandatory",
  cites  = { "6 RCNY 5-301(a)", "NYC Admin. Code 20-871(a)(1)" },
  remedy = "Have the audit repeated, and write its date as declarations.nyc-ll144.audit.date.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if aedt.applies(case) then
      dates.past(case, aedt.root .. "audit.date", one_year)
    end
  end,
}
