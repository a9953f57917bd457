-- The judged bytes are known by their digest.
--
-- A decision about "the model" is about nothing unless it names bytes. A path is digested when the
-- model is judged, a digest is taken as declared. A model that a provider serves has no bytes that
-- anybody here can see: that is not enough for the high tier, and does not apply to the others.
local documents = require "documents"

return {
  id     = "core-repro/artifact",
  title  = "The artifact is there, or its digest is",
  level  = "mandatory",
  cites  = { "EU AI Act Art. 12", "OpenSSF OMS v1.0" },
  remedy = "Name the model's file or folder under artifact.path, or its digest under artifact.digest.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local artifact = case.model.artifact
    if not documents.member(artifact, "service") then
      local named = documents.member(artifact, "path") and "path" or "digest"
      return case:expect("artifact." .. named):present()
    end
    if case.tier == "high" then
      case:fail("the artifact is a service, whose bytes cannot be known", { control = "artifact" })
    else
      case:not_applicable("the artifact is a service; there are no bytes to digest")
    end
  end,
}
