-- Nobody is decided upon by a machine alone, unless the law allows it and a person can be asked.
--
-- Where a decision with legal or similar effect is made without a person, one of three exceptions has
-- to hold, and there has to be a way to obtain a human's intervention and to contest the decision.
local declarations = require "declarations"

local path = "declarations.privacy.automated_decisions"

return {
  id     = "privacy/automated-decisions",
  title  = "Decisions by the model alone rest on an exception and can be contested before a person",
  level  = "mandatory",
  cites  = { "GDPR Art. 22", "GDPR Art. 13(2)(f)" },
  remedy = "Declare declarations.privacy.automated_decisions: solely: false and decided_by, the role of the person who decides; or solely: true with exception (contract, law or consent) and human_review, where to ask for a person.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local personal = declarations.answer(case, "declarations.privacy.personal_data")
    if personal == false then
      return case:not_applicable("the model was trained on no personal data")
    elseif not personal then
      return -- what was there instead is recorded
    end
    local solely = declarations.answer(case, path .. ".solely")
    if solely then
      case:expect(path .. ".exception"):one_of { "contract", "law", "consent" }
      declarations.said(case, path .. ".human_review")
    elseif solely == false then
      declarations.said(case, path .. ".decided_by")
    end
  end,
}
