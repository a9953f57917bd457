-- The summary of the audit is on the web, with the day from which the tool was distributed.
--
-- Whether the page is there and says what it has to is for a person to see; here the address and the day are demanded.
local aedt = require "aedt"
local dates = require "dates"

return {
  id     = "nyc-ll144/published",
  title  = "The audit's summary is published, with the day of distribution",
  level  = "mandatory",
  when   = { to = { "canary", "production" } },
  cites  = { "6 RCNY 5-303", "NYC Admin. Code 20-871(a)(2)" },
  remedy = "Publish the summary, and write declarations.nyc-ll144.audit.summary_url and declarations.nyc-ll144.distribution_date.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if aedt.applies(case) then
      case:expect(aedt.root .. "audit.summary_url"):matches("\\Ahttps://[^\\s/]+\\.[^\\s]+\\z")
      dates.past(case, aedt.root .. "distribution_date")
    end
  end,
}
