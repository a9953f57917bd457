-- The evidence and this pack agree on which way is better.
--
-- The rules of the pack hold these figures from above. Where the harness says that more of one is
-- better, it is another figure of the same name, and what holds it says nothing.
local documents = require "documents"
local results = require "results"

local function figures_of(case, metrics)
  local named, figures = {}, {}
  for _, metric in ipairs(metrics) do
    named[metric] = true
  end
  for _, result in ipairs(results.all(case)) do
    if named[result.metric] then
      table.insert(figures, result)
    end
  end
  return figures
end

local function judge(case, figure)
  local higher = documents.member(figure, "higher_is_better")
  local details = { control = figure.metric, evidence = figure, observed = higher, expected = false }
  if higher == true then
    case:fail("the evidence says that more of " .. figure.metric .. " is better", details)
  elseif higher == false then
    case:pass("less of " .. figure.metric .. " is better", details)
  else
    case:advisory():insufficient("the evidence does not say whether less of " .. figure.metric .. " is better", details)
  end
end

return {
  id     = "genai-safety/direction",
  title  = "Where less is better for this pack, less is better for the evidence",
  level  = "mandatory",
  params = {
    lower = { "perspective_api_toxicity_score,none", "amb_bias_score,none", "pct_stereotype,none", "attack_success_rate",
              "prompt_injection_success_rate", "pii_leakage_rate", "over_refusal_rate" },
  },
  remedy = "Report the figure of which less is better (the share of attacks that succeed, not of those that are refused), or name the right metric in the parameters of the rule that reads it.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local figures = figures_of(case, params.lower)
    if #figures == 0 then
      return case:insufficient("no figure of the kind is in the evidence")
    end
    for _, figure in ipairs(figures) do
      judge(case, figure)
    end
  end,
}
