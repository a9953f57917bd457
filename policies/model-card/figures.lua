-- What the card claims is what the evaluation measured.
--
-- A card is written once and copied on; the model is trained again. Each figure of the card's front
-- matter is compared with every other figure of that metric in the evidence, except where both
-- name a task, data set or split and differ. A claim that nothing else measured is advised upon.
local card = require "card"
local documents = require "documents"

local settings = { "dataset", "split", "task" }

-- The figures of one kind of file, by metric; figures of groups of people are left to other packs.
local function figures_of(case, of_cards)
  local figures = {}
  for _, evidence in ipairs(case.evidence) do
    local told = documents.member(evidence, "card")
    local is_card = told ~= nil and card.is(told)
    for _, result in ipairs(is_card == of_cards and evidence.results or {}) do
      if not documents.member(result, "group") then
        local metric = result.metric
        figures[metric] = figures[metric] or {}
        table.insert(figures[metric], result)
      end
    end
  end
  return figures
end

local function may_be_same(claim, other)
  for _, setting in ipairs(settings) do
    local claimed, measured = documents.member(claim, setting), documents.member(other, setting)
    if claimed and measured and claimed ~= measured then
      return false
    end
  end
  return true
end

-- Records what differs; true where the two figures are the same.
local function compare(case, claim, other, tolerance)
  local claimed, measured = documents.member(claim, "value"), documents.member(other, "value")
  local details = { control = claim.metric, evidence = claim, observed = claimed, expected = measured }
  if math.type(claimed) == nil or math.type(measured) == nil then
    case:insufficient(claim.metric .. " of the card or of the evidence is no number", details)
  elseif math.abs(claimed - measured) <= tolerance then
    return true
  else
    case:fail(claim.metric .. " is " .. claimed .. " in the card and " .. measured .. " in the evidence", details)
  end
  return false
end

-- How many figures were compared with this claim, and how many of them are the same.
local function judge(case, claim, others, tolerance)
  local compared, same = 0, 0
  for _, other in ipairs(others) do
    if may_be_same(claim, other) then
      compared = compared + 1
      same = same + (compare(case, claim, other, tolerance) and 1 or 0)
    end
  end
  return compared, same
end

local function judge_all(case, claims, measured, tolerance)
  local equal, alone, first = 0, 0, nil
  for metric, figures in pairs(claims) do
    for _, claim in ipairs(figures) do
      local compared, same = judge(case, claim, measured[metric] or {}, tolerance)
      equal = equal + same
      if compared == 0 then
        alone, first = alone + 1, first or claim
      end
    end
  end
  return equal, alone, first
end

return {
  id     = "model-card/figures",
  title  = "The figures of the model card are those of the evidence",
  level  = "mandatory",
  params = { tolerance = { 0.000001, at_most = 0.001 } },
  cites  = { "EU AI Act Art. 13(3)(b)(ii)", "NIST AI RMF MEASURE 2.3" },
  remedy = "Correct the figure under model-index in the model card, or give its task, data set and split, so that it is compared with its own measurement.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local front = card.of(case)
    local claims = figures_of(case, true)
    local equal, alone, first = judge_all(case, claims, figures_of(case, false), params.tolerance)
    if equal > 0 then
      case:pass("figures of the card that are what was measured: " .. equal, { control = "the same" })
    end
    if alone > 0 then
      case:advisory():insufficient("figures that nothing but the card says: " .. alone .. ", " .. first.metric .. " the first",
                                   { control = "not measured", evidence = first })
    elseif next(claims) == nil then
      case:advisory():insufficient("the front matter of the card claims no figure", { evidence = front })
    end
  end,
}
