-- Which expressions the module allows.
local licences = require "licences"

return {
  id     = "stdlib/licences",
  title  = "The card's licence is allowed",
  level  = "mandatory",
  params = { allowed = { "MIT", "Apache-2.0", "GPL-2.0-only WITH Classpath-exception-2.0" } },
  remedy = "Choose another licence.",

  check = function(case, params)
    local fault = licences.fault(case.card.license, params.allowed)
    if fault then
      case:fail(fault)
    else
      case:pass("the licence is allowed")
    end
  end,
}
