-- A system of Annex III is registered before it is put into service.
--
-- In the database of the Union; critical infrastructure (point 2) at national level, whose number stands at the same place.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/registration",
  title  = "The system is registered",
  level  = "mandatory",
  applies_from = "2027-12-02",
  when   = { to = { "canary", "production" } },
  cites  = { "EU AI Act Art. 49", "EU AI Act Art. 71" },
  remedy = "Register the system, and write its number as declarations.eu-ai-act.eu_database_id.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged and declarations.found(judged, act.root .. "annex") == "I" then
      judged:not_applicable("systems of Annex I are not registered")
    elseif judged then
      declarations.said(judged, act.root .. "eu_database_id")
    end
  end,
}
