-- Personal data are kept for a purpose, and no longer than it needs.
--
-- The law sets no number of days; the longest that is accepted here is our default.
local declarations = require "declarations"

return {
  id     = "privacy/purpose",
  title  = "The purpose of the training data and how long they are kept are declared",
  level  = "mandatory",
  params = { longest = { 1825, at_least = 1, at_most = 3650 } },
  cites  = { "GDPR Art. 5(1)(b)", "GDPR Art. 5(1)(e)", "GDPR Art. 13(2)(a)" },
  remedy = "Declare declarations.privacy.purpose in a sentence, and retention_days, after which the training data are deleted or made anonymous.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local personal = declarations.answer(case, "declarations.privacy.personal_data")
    if personal then
      declarations.said(case, "declarations.privacy.purpose")
      case:expect("declarations.privacy.retention_days"):within(1, params.longest)
    elseif personal == false then
      case:not_applicable("the model was trained on no personal data")
    end
  end,
}
