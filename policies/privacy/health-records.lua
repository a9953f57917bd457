-- Where the data are of patients, the papers are kept for six years and the systems record who looked.
local declarations = require "declarations"

return {
  id     = "privacy/health-records",
  title  = "Documentation is kept for six years, and access to health data is recorded",
  level  = "mandatory",
  cites  = { "45 CFR 164.316(b)(2)(i)", "45 CFR 164.312(b)" },
  remedy = "Declare declarations.privacy.health_data: true or false, and for true records: years for which documentation is kept, and audit_controls, what records the access.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local health = declarations.answer(case, "declarations.privacy.health_data")
    if health then
      case:expect("declarations.privacy.records.years"):at_least(6)
      declarations.said(case, "declarations.privacy.records.audit_controls")
    elseif health == false then
      case:not_applicable("the model was trained on no health data")
    end
  end,
}
