-- The audit rests on historical data, or says why not and where its test data came from.
local aedt = require "aedt"
local declarations = require "declarations"

return {
  id     = "nyc-ll144/data",
  title  = "The audit's data are historical, or explained",
  level  = "mandatory",
  cites  = { "6 RCNY 5-302(a)", "6 RCNY 5-302(b)" },
  remedy = "Write declarations.nyc-ll144.data.kind: historical; or test, with data.why_not_historical and data.how_obtained.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not aedt.applies(case) then
      return
    end
    local kind = declarations.word(case, aedt.root .. "data.kind", { "historical", "test" })
    if kind == "test" then
      declarations.all_said(case, aedt.root .. "data", { "why_not_historical", "how_obtained" })
    end
  end,
}
