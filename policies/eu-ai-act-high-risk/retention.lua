-- The documentation is kept for ten years. Ten is the law's number.
local act = require "act"

return {
  id     = "eu-ai-act-high-risk/retention",
  title  = "Documentation is kept at least ten years",
  level  = "mandatory",
  applies_from = "2027-12-02",
  params = { years = { 10, at_least = 10 } },
  cites  = { "EU AI Act Art. 18(1)" },
  remedy = "Keep the documentation for ten years after the system is placed on the market, and write declarations.eu-ai-act.retention_years.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local judged = act.high(case)
    if judged then
      judged:expect(act.root .. "retention_years"):at_least(params.years)
    end
  end,
}
