-- There is a memo on why the model should work: its theory, its assumptions, and why the data suit it.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/soundness",
  title  = "Conceptual soundness is argued in writing",
  level  = "overridable",
  cites  = { "SR 26-2 (conceptual soundness)", "SR 11-7 V", "NIST AI RMF MEASURE 2.5" },
  remedy = "Name the documents under declarations.mrm.soundness: memo, assumptions, data_suitability.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if mrm.applies(case) then
      declarations.all_said(case, "declarations.mrm.soundness", { "memo", "assumptions", "data_suitability" })
    end
  end,
}
