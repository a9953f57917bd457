-- There is a risk-management file, with what risk is left, and the system was tested before it is placed on the market.
local act = require "act"
local dates = require "dates"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/risk-management",
  title  = "Risks are managed, and what is left of them is judged acceptable",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 9(1)", "EU AI Act Art. 9(5)", "EU AI Act Art. 9(6)", "EU AI Act Art. 9(8)" },
  remedy = "Name declarations.eu-ai-act.risk_management.file and residual_risk, and the day of the last tests as tested_on.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged then
      declarations.all_said(judged, act.root .. "risk_management", { "file", "residual_risk" })
      dates.past(judged, act.root .. "risk_management.tested_on")
    end
  end,
}
