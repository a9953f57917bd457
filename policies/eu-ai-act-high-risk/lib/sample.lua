-- A manifest with all that this pack asks for, for its tests.
--
-- facts(changes, champion)   the manifest; `changes` is laid over the declarations, and false takes one away
-- now                        a moment at which Annex III binds and Annex I does not yet
local sample = { now = "2028-01-15T12:00:00Z" }

local annex_iv = { general_description = "docs/system.md", development = "docs/development.md", monitoring_and_control = "docs/control.md",
                   metrics_rationale = "docs/metrics.md", risk_management = "docs/risks.md", changes = "CHANGELOG.md",
                   standards = "docs/standards.md", declaration_of_conformity = "docs/declaration.pdf",
                   post_market_plan = "docs/post-market.md" }

function sample.facts(changes, use)
  local facts = {
    risk_class = "high", annex = "III", point = "5(b)", role = "both", public_body = false,
    intended_purpose = "credit scores of natural persons", architecture = "gradient boosted trees",
    risk_management = { file = "docs/risks.md", residual_risk = "accepted by the risk committee", tested_on = "2027-11-01" },
    data = { origin = "own applications 2020-2026", representativeness = "docs/data.md#who", bias_examination = "docs/data.md#bias",
             special_categories = false },
    documentation = annex_iv,
    logging = { events = "docs/logging.md", retention_days = 400 },
    instructions = { document = "docs/instructions.md", metrics = { "accuracy" } },
    oversight = { persons = { "A. Sims", "B. Okoye" }, measures = "docs/oversight.md" },
    robustness = { report = "docs/robustness.md", tested_on = "2027-11-02", metric = "accuracy_under_noise" },
    cybersecurity = { report = "docs/pentest.md" },
    quality_management = "QMS-12", retention_years = 10,
    conformity = { procedure = "annex-vi", date = "2027-11-20", declaration = "docs/declaration.pdf", ce_marking = true,
                   predetermined = {} },
    eu_database_id = "EU-2027-000123", post_market = { plan = "docs/post-market.md" }, incidents = {},
    fundamental_rights_assessment = "docs/fria.md",
  }
  for key, value in pairs(changes or {}) do
    if value == false and key ~= "public_body" then
      facts[key] = nil
    else
      facts[key] = value
    end
  end
  return { risk = { use = use or "credit" }, declarations = { ["eu-ai-act"] = facts } }
end

return sample
