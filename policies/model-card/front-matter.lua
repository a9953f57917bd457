-- What programs read of a card is there and holds together: its front matter.
--
-- Registries and hubs search by these keys, and a card that lacks them cannot be found by the data
-- it was made from. What the reader of the card had to overlook is told here.
local card = require "card"
local documents = require "documents"

local function judge_key(case, front, key)
  local named = documents.member(front, key)
  local details = { control = key, evidence = front }
  local first = type(named) == "table" and #named > 0 and named[1] or named
  if named == nil then
    case:insufficient("the front matter has no " .. key, details)
  elseif type(first) ~= "string" then
    case:insufficient(key .. " names nothing", details)
  elseif first:find("%S") then
    case:pass(key .. " is named", details)
  else
    case:insufficient(key .. " is empty", details)
  end
end

return {
  id     = "model-card/front-matter",
  title  = "The model card's front matter names its license, data sets and metrics",
  level  = "overridable",
  params = { keys = { "license", "datasets", "metrics" } },
  cites  = { "Hugging Face Hub, model card metadata" },
  remedy = "Write the key into the front matter of the model card, between the lines of three dashes at its head; give each result of its model-index a task and a dataset.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local front = card.of(case)
    for _, key in ipairs(params.keys) do
      judge_key(case, front, key)
    end
    for _, problem in ipairs(documents.member(front, "problems") or {}) do
      case:fail(problem, { control = "model-index", evidence = front })
    end
  end,
}
