-- Before a model of the high tier touches personal data, somebody has assessed what it may do to people.
--
-- The assessment comes first, and again when the risk changes: the law asks for a review then, and
-- names no interval. The longest that one counts for is our default.
local dates = require "dates"
local declarations = require "declarations"

return {
  id     = "privacy/dpia",
  title  = "A data protection impact assessment was made, and not too long ago",
  level  = "mandatory",
  when   = { tier = "high" },
  params = { days = { 730, at_least = 1, at_most = 1095 } },
  cites  = { "GDPR Art. 35(1)", "GDPR Art. 35(11)", "EU AI Act Art. 26(9)" },
  remedy = "Make or renew the assessment with the data protection officer, and declare declarations.privacy.dpia: its reference and the date on which it was signed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local personal = declarations.answer(case, "declarations.privacy.personal_data")
    if personal then
      declarations.said(case, "declarations.privacy.dpia.reference")
      dates.past(case, "declarations.privacy.dpia.date", params.days)
    elseif personal == false then
      case:not_applicable("the model was trained on no personal data")
    end
  end,
}
