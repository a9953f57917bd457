-- What Article 5 forbids is not put into use, whoever agrees to it.
local act = require "act"

return {
  id     = "eu-ai-act-high-risk/prohibited",
  title  = "The system is no prohibited practice",
  level  = "mandatory",
  applies_from = "2025-02-02",
  cites  = { "EU AI Act Art. 5" },
  remedy = "Declare declarations.eu-ai-act.risk_class: high, limited, minimal, gpai or gpai-systemic, if that is what the system is. A prohibited one may not be used.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local class = act.class(case)
    if class == "prohibited" then
      case:fail("the system is declared to be a practice that Article 5 prohibits", { control = "Art. 5" })
    elseif class then
      case:pass("the system is declared to be " .. class, { control = "Art. 5" })
    end
  end,
}
