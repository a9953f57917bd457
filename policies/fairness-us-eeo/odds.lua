-- The model errs about as often for every group.
--
-- Equalized odds difference: the larger of how far apart the groups' true positive rates are, and their false positive
-- rates. It needs what really happened. Counts that only tell who was selected have no errors in them, and would make
-- every difference 0; they are refused as insufficient.
local fairness = require "fairness"
local spread = require "spread"

local function errors_of(groups)
  local errors = 0
  for _, group in ipairs(groups) do
    errors = errors + group.counts.fp + group.counts.fn
  end
  return errors
end

-- Are there enough people behind every group's rates?
local function is_enough(case, groups, min_rows)
  local enough = true
  for _, group in ipairs(groups) do
    local counts = group.counts
    local rows = math.min(counts.tp + counts.fn, counts.fp + counts.tn)
    local is_thin = not (rows >= min_rows)
    if is_thin then
      case:insufficient(string.format("%s has %s people of one outcome, fewer than the %s that a rate of errors takes",
                                      tostring(group), rows, min_rows),
                        { control = "outcomes of " .. tostring(group), observed = rows, expected = min_rows, evidence = group })
      enough = false
    end
  end
  return enough
end

local function judge(case, attribute, params)
  local judged = fairness.judged(case, case:groups(attribute), params)
  if not judged then
    return
  end
  if errors_of(judged) == 0 then
    return case:insufficient("the counts of " .. attribute .. " hold no errors, so they tell who was selected and not what happened",
                             { control = "errors of " .. attribute, evidence = judged[1] })
  end
  if is_enough(case, judged, params.min_rows) then
    spread.judge(case, judged, "true_positive_rate", params)
    spread.judge(case, judged, "false_positive_rate", params)
  end
end

return {
  id     = "fairness-us-eeo/odds",
  title  = "True and false positive rates of groups are close to each other",
  level  = "overridable",
  params = {
    attributes = { "race", "sex" },
    most = { 0.10, at_most = 0.20 }, advised = { 0.05, at_most = 0.20 },
    min_group = { 30, at_least = 1, at_most = 100 },
    min_rows = { 10, at_least = 5 },
    exempt_share = { 0.02, at_most = 0.02 },
  },
  cites  = { "NIST AI RMF MEASURE 2.11" },
  remedy = "Report groups of the attributes race and sex. Look at what the model gets wrong in the group that is worst off; gather outcomes where there are too few.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    for _, attribute in ipairs(params.attributes) do
      judge(case, attribute, params)
    end
  end,
}
