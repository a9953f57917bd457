-- Personal data were used for training because a law allows it, and it is said which of its grounds.
--
-- There are six and no other. Consent that may be withdrawn, and interests that have to be weighed,
-- lead to different duties, so one is named; whether it holds is for people to judge.
local declarations = require "declarations"

return {
  id     = "privacy/lawful-basis",
  title  = "The lawful basis of processing personal data is declared",
  level  = "mandatory",
  cites  = { "GDPR Art. 6(1)", "GDPR Art. 5(1)(a)" },
  remedy = "Declare declarations.privacy.personal_data: true or false, and for true lawful_basis: consent, contract, legal-obligation, vital-interests, public-task or legitimate-interests.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local personal = declarations.answer(case, "declarations.privacy.personal_data")
    if personal then
      case:expect("declarations.privacy.lawful_basis"):one_of {
        "consent", "contract", "legal-obligation", "vital-interests", "public-task", "legitimate-interests",
      }
    elseif personal == false then
      case:not_applicable("the model was trained on no personal data")
    end
  end,
}
