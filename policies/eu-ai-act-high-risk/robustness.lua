-- Robustness and cybersecurity were tested, and robustness has a figure in the evidence.
local act = require "act"
local dates = require "dates"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/robustness",
  title  = "Robustness and cybersecurity were tested",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 15(1)", "EU AI Act Art. 15(3)", "EU AI Act Art. 15(4)", "EU AI Act Art. 15(5)" },
  remedy = "Name declarations.eu-ai-act.robustness.report, tested_on and the metric that the evidence reports, and cybersecurity.report.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if not judged then
      return
    end
    declarations.all_said(judged, "declarations.eu-ai-act", { "robustness.report", "robustness.metric", "cybersecurity.report" })
    dates.past(judged, act.root .. "robustness.tested_on")
    local name = declarations.found(judged, act.root .. "robustness.metric")
    if type(name) == "string" then
      judged:metric(name):present()
    end
  end,
}
