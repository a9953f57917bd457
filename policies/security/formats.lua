-- Loading the model does nothing but load the model.
--
-- A pickle is a program that runs when it is read, and most formats of models can hold one. Obstat
-- reads every file of the artifact without running it: dangerous is what calls something known to do
-- harm; unreadable is what cannot be read to its end, and is taken for an attempt to hide;
-- suspicious is what calls something that nobody has vouched for.
local documents = require "documents"
local tiers = require "tiers"

local SHOWN = 100 -- findings, gravest first, that get a control of their own

local known = { safe = true, suspicious = true, dangerous = true, unreadable = true }

local function judge_worst(case, artifact)
  local worst = artifact.worst
  local details = { control = "worst", observed = worst, evidence = artifact }
  if worst == "safe" then
    case:pass("none of " .. artifact.files .. " files runs anything when it is loaded", details)
  elseif worst == "suspicious" and case.tier ~= "high" then
    case:pass("nothing in the artifact is known to do harm", details)
  elseif known[worst] then
    case:fail("the worst file of the artifact is " .. worst, details)
  else
    case:insufficient("the scan ended in a word that is not known", details)
  end
end

local function text_of(finding, name)
  local text = finding[name]
  assert(type(text) == "string", "a finding's " .. name .. " is no text")
  return text
end

-- "model.bin, data.pkl in it"
local function place_of(finding)
  local file, member = text_of(finding, "file"), text_of(finding, "member")
  return member == "" and file or file .. ", " .. member .. " in it"
end

local function judge_finding(case, finding)
  local verdict = text_of(finding, "verdict")
  local bound = verdict == "suspicious" and tiers.binding(case, "high") or case
  local place = place_of(finding)
  local told = place .. ": " .. text_of(finding, "what") .. " is " .. verdict .. ": " .. text_of(finding, "why")
  bound:fail(told, { control = place, evidence = finding })
end

return {
  id     = "security/formats",
  title  = "No file of the artifact runs anything when it is loaded",
  level  = "mandatory",
  cites  = { "CWE-502", "MITRE ATLAS AML.T0011.000", "EU AI Act Art. 15(5)" },
  remedy = "Name the artifact by artifact.path, so that it is scanned. Save the weights as safetensors, ONNX or GGUF and remove the other file; or ask whoever made it what the call is for, and have it waived.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if documents.member(case.model.artifact, "service") then
      return case:not_applicable("the artifact is a service, whose bytes cannot be read")
    end
    local artifact = case.observations.artifact
    if math.type(artifact.files) == "integer" and artifact.files >= 1 then
      judge_worst(case, artifact)
    else
      case:insufficient("no file of the artifact was read", { control = "files" })
    end
    for i, finding in ipairs(artifact.findings) do
      if i > SHOWN then
        return case:note("findings beyond the first " .. SHOWN .. " are in the observation")
      end
      judge_finding(case, finding)
    end
  end,
}
