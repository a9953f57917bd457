-- There is a plan for watching the system after it is placed on the market.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/post-market",
  title  = "There is a post-market monitoring plan",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 72(1)", "EU AI Act Art. 72(3)" },
  remedy = "Name the plan under declarations.eu-ai-act.post_market.plan.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if judged then
      declarations.said(judged, act.root .. "post_market.plan")
    end
  end,
}
