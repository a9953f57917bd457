local sample = require "sample"
local now = "2026-11-20T00:00:00Z"

local function general(class, flop, testing)
  return sample.facts { risk_class = class, training_flop = flop,
                        gpai = { documentation = "docs/model.md", copyright_policy = "docs/copyright.md", training_summary = "docs/data.md",
                                 adversarial_testing = testing } }
end

return {
  { name = "below the bound", now = now, model = general("gpai", 3e24), expect = "pass" },
  { name = "above it, and not said so", now = now, model = general("gpai", 2e25), expect = { outcome = "fail", message = "at most" } },
  { name = "above it, tested", now = now, model = general("gpai-systemic", 2e25, "docs/red-team.md"), expect = "pass" },
  { name = "above it, not tested", now = now, model = general("gpai-systemic", 2e25), expect = { outcome = "missing", message = "adversarial_testing" } },
  { name = "much computing", now = now, model = general("gpai", "much"), expect = "insufficient" },
  { name = "no figure", now = now, model = general("gpai", nil), expect = { outcome = "missing", message = "training_flop" } },
  { name = "another class", now = now, model = sample.facts(), expect = "not_applicable" },
  { name = "an unknown class", now = now, model = sample.facts { risk_class = "GPAI" }, expect = "fail" },
  { name = "nothing declared", now = now, expect = "missing" },
}
