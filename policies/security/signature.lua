-- Somebody who is trusted signed every file of the artifact.
--
-- Whose key is trusted, the organisation says (`obstat check --trust FILE`, or the adopted set),
-- never the project. A signature that does not hold never comes here: the check ends with status 4.
local documents = require "documents"

local reasons = {
  unpinned = "by no key that is trusted here",
  unsupported = "of a kind that is not verified here",
}

-- What was found of the signature that the manifest names, or nil.
local function signature_of(artifact, signatures)
  for _, signature in ipairs(signatures) do
    if signature.of == "artifact" and signature.signature == artifact.signature then
      return signature
    end
  end
  return nil
end

return {
  id     = "security/signature",
  title  = "Every file of the artifact is signed by a trusted key",
  level  = "advisory",
  cites  = { "NIST SP 800-218A" },
  remedy = "Sign the model with its signer's key, e.g. by model_signing, name the signature by artifact.signature, and have the public key trusted by --trust.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if documents.member(case.model.artifact, "service") then
      return case:not_applicable("the artifact is a service, which nobody can sign")
    end
    local artifact = case.model.artifact
    local signature = signature_of(artifact, case.observations.signatures)
    if not signature then
      return case:fail("the signature " .. artifact.signature .. " was not looked at", { evidence = artifact })
    end
    local stands = signature.stands
    local details = { control = artifact.signature, observed = stands, expected = "attested", evidence = signature }
    if stands == "attested" and type(signature.by) == "string" then
      case:pass("every file of the artifact is signed by " .. signature.by, details)
    elseif reasons[stands] then
      case:fail("the artifact's signature is " .. reasons[stands], details)
    else
      case:insufficient("how the artifact's signature stands is not known", details)
    end
  end,
}
