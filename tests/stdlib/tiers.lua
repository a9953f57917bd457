-- A rule that binds two tiers and advises the third.
local tiers = require "tiers"

return {
  id     = "stdlib/tiers",
  title  = "The description is there where the tier needs it",
  level  = "mandatory",
  remedy = "Describe the model.",

  check = function(case)
    tiers.binding(case, "high", "limited"):expect("description"):present()
    case:expect("version"):present()
  end,
}
