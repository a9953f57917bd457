-- The technical documentation has all nine sections of Annex IV.
local act = require "act"
local declarations = require "declarations"

local sections = { "general_description", "development", "monitoring_and_control", "metrics_rationale", "risk_management",
                   "changes", "standards", "declaration_of_conformity", "post_market_plan" }

return {
  id     = "eu-ai-act-high-risk/documentation",
  title  = "The technical documentation has the nine sections of Annex IV",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 11(1)", "EU AI Act Annex IV" },
  remedy = "Name the document of each section under declarations.eu-ai-act.documentation: general_description, development, monitoring_and_control, metrics_rationale, risk_management, changes, standards, declaration_of_conformity, post_market_plan.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged then
      declarations.all_said(judged, act.root .. "documentation", sections)
    end
  end,
}
