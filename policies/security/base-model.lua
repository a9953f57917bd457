-- The model that this one was made from cannot be exchanged unseen.
--
-- A name on a hub can be given other weights tomorrow. The digest of the base model's artifact names
-- it for ever, and so does a whole commit id of its repository. What the card calls its base model
-- has to be among them.
local card = require "card"
local digests = require "digests"
local documents = require "documents"

-- The card's base models: HF writes a text or a list.
local function claimed_by(case)
  local front = card.find(case)
  local claimed = front and documents.member(front, "base_model") or {}
  return type(claimed) == "string" and { claimed } or claimed
end

local function judge_claims(case, names)
  for _, name in ipairs(claimed_by(case)) do
    if not names[name:lower()] then
      case:fail("the card names the base model " .. name .. ", and lineage.models does not", { control = "card" })
    end
  end
end

return {
  id     = "security/base-model",
  title  = "Every base model is pinned by a digest or a commit",
  level  = "mandatory",
  cites  = { "NIST AI RMF MAP 4.1", "ISO/IEC 42001 A.10.3", "MITRE ATLAS AML.T0010" },
  remedy = "Name each base model under lineage.models with its digest, or with the whole commit id of its repository as version.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local lineage = documents.member(case.model, "lineage") or {}
    local models = documents.member(lineage, "models") or {}
    local names = {}
    for i, base in ipairs(models) do
      local path = "lineage.models[" .. i .. "]"
      names[base.name:lower()] = true
      if documents.member(base, "digest") then
        case:expect(path .. ".digest"):matches(digests.sha256)
      else
        case:expect(path .. ".version"):matches(digests.commit)
      end
    end
    judge_claims(case, names)
    if #models == 0 then
      case:not_applicable("lineage.models names no base model")
    end
  end,
}
