-- A bought model is looked at like one's own: what it does, what happens when the vendor goes.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/vendor",
  title  = "Vendor models are reviewed",
  level  = "overridable",
  cites  = { "SR 26-2 (vendor models)", "SR 11-7 V", "NIST AI RMF GOVERN 6.1", "NIST AI RMF GOVERN 6.2" },
  remedy = "Write declarations.mrm.vendor: false, or true with vendor_review: due_diligence, documentation, contingency.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not mrm.applies(case) then
      return
    end
    local bought = declarations.answer(case, mrm.root .. "vendor")
    if bought then
      declarations.all_said(case, "declarations.mrm.vendor_review", { "due_diligence", "documentation", "contingency" })
    elseif bought == false then
      case:not_applicable("the model is declared to be made in the house")
    end
  end,
}
