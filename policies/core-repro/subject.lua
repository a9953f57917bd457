-- Evidence says which model it is about.
--
-- Evidence that names another model, version or artifact is refused before any policy runs. Evidence
-- that names none could be anybody's; this rule points it out.
local documents = require "documents"

return {
  id     = "core-repro/subject",
  title  = "Every file of evidence names the version it is about",
  level  = "advisory",
  cites  = { "ISO/IEC 42001 A.6.2.4" },
  remedy = "Let the evaluation write subject: {name, version, digest} into its evidence.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if #case.evidence == 0 then
      return case:insufficient("there is no evidence", { control = "evidence" })
    end
    for i, evidence in ipairs(case.evidence) do
      local control = "evidence " .. i
      local subject = documents.member(evidence, "subject") or {}
      local name = documents.member(subject, "name")
      local version = documents.member(subject, "version")
      if name and version then
        case:pass("is about " .. name .. " " .. version, { control = control })
      else
        case:fail("does not say which model and version it is about", { control = control })
      end
    end
  end,
}
