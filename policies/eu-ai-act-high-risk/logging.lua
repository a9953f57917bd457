-- What the system does is logged, and logs are kept for six months or longer.
--
-- The longest six months have 184 days; the law's period cannot be shortened here.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/logging",
  title  = "Events are logged, and logs kept at least six months",
  level  = "mandatory",
  applies_from = "2027-12-02",
  params = { days = { 184, at_least = 184 } },
  cites  = { "EU AI Act Art. 12", "EU AI Act Art. 19(1)", "EU AI Act Art. 26(6)" },
  remedy = "Describe the events under declarations.eu-ai-act.logging.events, and keep logs for logging.retention_days: 184 or more.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local judged = act.high(case)
    if judged then
      declarations.said(judged, act.root .. "logging.events")
      judged:expect(act.root .. "logging.retention_days"):at_least(params.days)
    end
  end,
}
