-- The terms of everything that went into the model allow what is done with it.
--
-- A model inherits the terms of its base model and, as far as anybody knows, of its data. Which these
-- are is declared for each by its name in the lineage; what is in the lineage and not declared is missing.
local documents = require "documents"
local licences = require "licences"

local function judge(case, of, licence, allowed)
  local fault = licences.fault(licence, allowed)
  local details = { control = of, observed = licence, expected = { one_of = allowed } }
  if fault then
    case:fail(of .. ": " .. fault, details)
  else
    case:pass(of .. ": the licence is allowed", details)
  end
end

return {
  id     = "security/licences",
  title  = "The licences of the model, its base models and its data are allowed",
  level  = "mandatory",
  params = { allowed = { "Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC0-1.0", "CC-BY-4.0" } },
  cites  = { "SPDX License List", "EU AI Act Art. 53(1)(c)", "ISO/IEC 42001 A.10.3" },
  remedy = "Declare the SPDX id under declarations.security.licences: model, models.NAME and data.NAME for each name of the lineage; where other terms are acceptable, add them to security/licences.allowed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local lineage = case.model.lineage
    local declared = case.model.declarations.security.licences
    judge(case, "model", declared.model, params.allowed)
    for _, base in ipairs(documents.member(lineage, "models") or {}) do
      judge(case, "base model " .. base.name, declared.models[base.name], params.allowed)
    end
    for _, set in ipairs(lineage.data) do
      judge(case, "data set " .. set.name, declared.data[set.name], params.allowed)
    end
  end,
}
