-- Conformity was assessed, declared and marked.
local act = require "act"
local dates = require "dates"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/conformity",
  title  = "Conformity was assessed, declared and marked",
  level  = "mandatory",
  applies_from = "2027-12-02",
  when   = { to = { "canary", "production" } },
  cites  = { "EU AI Act Art. 43", "EU AI Act Art. 47", "EU AI Act Art. 48" },
  remedy = "Write declarations.eu-ai-act.conformity: procedure (annex-vi, annex-vii or annex-i), date, declaration and ce_marking: true.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged then
      local annex_one = declarations.found(judged, act.root .. "annex") == "I"
      declarations.word(judged, act.root .. "conformity.procedure", annex_one and { "annex-i" } or { "annex-vi", "annex-vii" })
      dates.past(judged, act.root .. "conformity.date")
      declarations.said(judged, act.root .. "conformity.declaration")
      judged:expect(act.root .. "conformity.ce_marking"):equals(true)
    end
  end,
}
