-- What the model is made of is written down in a form that programs read.
--
-- A bill of materials is what a new vulnerability is looked up in, years after the model was built.
-- One that lists nothing is none.
local documents = require "documents"

local counts = { components = true, packages = true }

-- How many parts the bill lists; nil where it does not say.
local function parts_of(evidence)
  for _, result in ipairs(evidence.results) do
    if counts[result.metric] and not documents.member(result, "task") then
      return math.tointeger(documents.member(result, "value"))
    end
  end
  return nil
end

local function judge(case, evidence, format)
  local parts = parts_of(evidence)
  local details = { control = format, observed = parts, evidence = evidence }
  if parts and parts >= 1 then
    case:pass("a bill of materials of " .. parts .. " parts, " .. format, details)
  else
    case:insufficient("the bill of materials lists no part", details)
  end
end

return {
  id     = "security/sbom",
  title  = "A bill of materials is among the evidence",
  level  = "overridable",
  params = { formats = { "cyclonedx", "spdx" } },
  cites  = { "EU Cyber Resilience Act Annex I Part II (1)", "NIST SP 800-218A", "ISO/IEC 42001 A.10.3" },
  remedy = "Write a bill of materials (CycloneDX or SPDX, as syft and cyclonedx-py do) and name the file under evidence.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local bills = 0
    for _, evidence in ipairs(case.evidence) do
      local format = documents.member(evidence, "format")
      for _, wanted in ipairs(params.formats) do
        if format == wanted then
          bills = bills + 1
          judge(case, evidence, format)
        end
      end
    end
    if bills == 0 then
      case:fail("no file of evidence is a bill of materials", { expected = { one_of = params.formats } })
    end
  end,
}
