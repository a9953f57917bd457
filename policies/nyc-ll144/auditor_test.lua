local sample = require "sample"

local function audit(changes)
  local facts = { date = "2026-03-01", auditor = "Example Audit LLP", independent = true }
  for key, value in pairs(changes or {}) do
    facts[key] = value
  end
  return sample.facts { audit = facts }
end

return {
  { name = "a third party", model = audit(), expect = "pass" },
  { name = "who made the tool", model = audit { auditor = "EXAMPLE TOOLS INC." }, expect = { outcome = "fail", message = "developer as well" } },
  { name = "who made the tool, with blanks", model = audit { auditor = " Example  Tools Inc. " }, expect = "fail" },
  { name = "who uses it", model = audit { auditor = "Example Employer" }, expect = { outcome = "fail", message = "is owner as well" } },
  { name = "not independent", model = audit { independent = false }, expect = "fail" },
  { name = "not named", model = audit { auditor = "tbd" }, expect = { outcome = "insufficient", message = "says nothing yet" } },
  { name = "nobody says whether independent", expect = { outcome = "missing", message = "independent" },
    model = sample.facts { audit = { auditor = "Example Audit LLP", indepedent = true } } },
  { name = "no name of who made it", expect = { outcome = "missing", message = "developer" },
    model = { owner = "us", declarations = { ["nyc-ll144"] = { applies = true, audit = { auditor = "them", independent = true } } } } },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
