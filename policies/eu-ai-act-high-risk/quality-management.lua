-- The system was made under a quality-management system.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/quality-management",
  title  = "There is a quality-management system",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 17(1)" },
  remedy = "Name the quality-management system under declarations.eu-ai-act.quality_management.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged then
      declarations.said(judged, act.root .. "quality_management")
    end
  end,
}
