-- Nothing enters the registry that does harm when it is loaded.
--
-- What the files of the artifact would do was read without running them. Here only the gravest
-- matters: who wants the whole list, and suspicious files denied as well, adopts security/formats.
local documents = require "documents"

return {
  id     = "registration/loads-safely",
  title  = "No file of the artifact does harm when it is loaded",
  level  = "mandatory",
  cites  = { "CWE-502", "MITRE ATLAS AML.T0011.000" },
  remedy = "obstat check -p pack:security names the file and the call; save the weights as safetensors, ONNX or GGUF.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local artifact = documents.member(case.observations, "artifact")
    if not artifact then
      return case:not_applicable("the artifact is named by its digest, or is a service: there are no files to read")
    end
    if math.type(artifact.files) ~= "integer" or artifact.files < 1 then
      return case:insufficient("no file of the artifact was read", { control = "files" })
    end
    local details = { control = "worst", observed = artifact.worst }
    if artifact.worst == "safe" or artifact.worst == "suspicious" then
      case:pass("nothing in " .. artifact.files .. " files is known to do harm", details)
    elseif artifact.worst == "dangerous" or artifact.worst == "unreadable" then
      case:fail("a file of the artifact is " .. artifact.worst, details)
    else
      case:insufficient("the scan ended in a word that is not known", details)
    end
  end,
}
