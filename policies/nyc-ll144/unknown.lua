-- It is stated how many people are in no table because their category is unknown.
--
-- The number is the metric `unknown_individuals`, be it 0. It cannot be less than the row of the unknown in any table, nor
-- than what one table lacks of another.
local aedt = require "aedt"
local fairness = require "fairness"
local tables = require "tables"

return {
  id     = "nyc-ll144/unknown",
  title  = "The number of people of unknown category is stated",
  level  = "mandatory",
  cites  = { "6 RCNY 5-301(b)", "6 RCNY 5-301(c)", "6 RCNY 5-303(a)(1)" },
  remedy = "State the number in the evidence as metrics: {unknown_individuals: N}, also where it is 0.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not aedt.applies(case) then
      return
    end
    local most, fewest, unknown_rows = 0, math.huge, 0
    for _, attribute in ipairs(tables.attributes) do
      local known, unknown = fairness.people(case:groups(attribute))
      most, fewest = math.max(most, known + unknown), math.min(fewest, known)
      unknown_rows = math.max(unknown_rows, unknown)
    end
    case:metric("unknown_individuals"):at_least(math.max(unknown_rows, most - fewest))
  end,
}
