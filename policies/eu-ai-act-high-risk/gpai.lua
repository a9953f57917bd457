-- A general-purpose model says how much computing its training took, and is of the class that follows.
--
-- More than 1e25 floating-point operations are presumed to carry systemic risk; the figure is the law's.
local act = require "act"
local declarations = require "declarations"

local systemic_above = 1e25

return {
  id     = "eu-ai-act-high-risk/gpai",
  title  = "A general-purpose model is documented, and of the class that its training compute says",
  level  = "mandatory",
  applies_from = "2025-08-02",
  cites  = { "EU AI Act Art. 51(2)", "EU AI Act Art. 53(1)", "EU AI Act Art. 55(1)" },
  remedy = "Write declarations.eu-ai-act.training_flop and gpai.documentation, copyright_policy and training_summary; above 1e25, risk_class: gpai-systemic and gpai.adversarial_testing.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local class = act.class(case)
    if class ~= "gpai" and class ~= "gpai-systemic" then
      if class then
        case:not_applicable("the declared class is " .. class .. "; the rule is for general-purpose models")
      end
      return
    end
    declarations.all_said(case, act.root .. "gpai", { "documentation", "copyright_policy", "training_summary" })
    local flop = case:expect(act.root .. "training_flop"):above(0)
    if class == "gpai" then
      flop:at_most(systemic_above)
    else
      declarations.said(case, act.root .. "gpai.adversarial_testing")
    end
  end,
}
