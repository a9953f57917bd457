-- There are instructions for use, and the figures that they promise are in the evidence.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/instructions",
  title  = "The instructions for use state figures that were measured",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 13(2)", "EU AI Act Art. 13(3)(b)(ii)" },
  remedy = "Name declarations.eu-ai-act.instructions.document, and under instructions.metrics the metrics that it states; report each of them in the evidence.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if not judged then
      return
    end
    declarations.said(judged, act.root .. "instructions.document")
    local names = declarations.list(judged, act.root .. "instructions.metrics")
    if names and #names == 0 then
      judged:insufficient("the instructions state no metric", { control = "metrics" })
    end
    for _, name in ipairs(names or {}) do
      judged:metric(name):present()
    end
  end,
}
