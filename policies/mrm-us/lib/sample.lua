-- A manifest with all that this pack asks for, for its tests.
--
-- facts(changes)   `changes` is laid over the declarations; the text "absent" takes one away
-- now              the moment that its days are meant for
local sample = { now = "2026-11-20T12:00:00Z" }

function sample.facts(changes, tier)
  local facts = {
    in_scope = true, generative = false, vendor = false,
    inventory = { id = "M-0042", purpose = "default within a year", users = "retail credit", inputs = "applications",
                  outputs = "a probability", status = "in use" },
    developer = "credit-models@bank.example", tier_rationale = "decides 60 % of retail volume",
    validation = { validator = "model-risk@bank.example", independent = true, date = "2026-06-01", report = "docs/validation.pdf" },
    soundness = { memo = "docs/soundness.md", assumptions = "docs/soundness.md#assumptions", data_suitability = "docs/data.md" },
    outcomes = { report = "docs/backtest.md", date = "2026-09-30", metrics = { "accuracy" } },
    benchmark = { model = "logistic regression", report = "docs/benchmark.md" },
    limitations = { "no thin files" }, overlays = {},
    monitoring = { plan = "docs/monitoring.md", every_days = 30, thresholds = { { metric = "accuracy", at_least = 0.85 } } },
    findings = {}, exceptions = {},
  }
  for key, value in pairs(changes or {}) do
    if value == "absent" then
      facts[key] = nil
    else
      facts[key] = value
    end
  end
  return { owner = "risk@bank.example", risk = { tier = tier or "high", materiality = "high" }, declarations = { mrm = facts } }
end

return sample
