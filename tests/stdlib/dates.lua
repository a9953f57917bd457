-- Days that have passed, days ahead, and business days between.
local dates = require "dates"

return {
  id     = "stdlib/dates",
  title  = "The audit is of the last year, the permit lasts, and the notice was given in time",
  level  = "mandatory",
  params = { business_days = { 10, at_least = 10 } },
  remedy = "Renew what has run out.",

  check = function(case, params)
    dates.past(case, "declarations.test.audit", 365)
    dates.ahead(case, "declarations.test.permit")
    local notice = dates.day(case, "declarations.test.notice")
    if notice and dates.business_days(notice, dates.today(case)) < params.business_days then
      case:fail("the notice is only " .. dates.business_days(notice, dates.today(case)) .. " business days old")
    end
  end,
}
