-- People whose group nobody knows do not hide an adverse impact.
--
-- Up to `most` of all people may be of unknown category. Beyond that, every judged group's rate is taken at its lowest,
-- as if all those people belonged to it and none were selected: where even then four fifths hold, nothing can be hidden.
-- Whoever is counted under one attribute and not under another is of unknown category there: rows without a value tend to
-- vanish from reports in silence.
local fairness = require "fairness"

local function worst_ratios(case, judged, unknown, params)
  local most = fairness.most_selected(judged)
  for _, group in ipairs(judged) do
    if group.value ~= most.value then
      local low = fairness.bounds(fairness.selected(group), group.n, unknown)
      local ratio = low / most.selection_rate
      local options = { control = "hidden impact ratio of " .. tostring(group), observed = ratio,
                        expected = params.min_ratio, evidence = group }
      if ratio >= params.min_ratio then
        case:pass(string.format("impact ratio of %s is at least %.3f, whoever the unknown are", tostring(group), ratio), options)
      else
        case:insufficient(string.format("impact ratio of %s could be as low as %.3f if the unknown belonged to it",
                                        tostring(group), ratio), options)
      end
    end
  end
end

local function judge(case, groups, everybody, params)
  local known = fairness.people(groups)
  local unknown = everybody - known
  local share = unknown / everybody
  local options = { control = "unknown of " .. tostring(groups), observed = share, expected = params.most,
                    evidence = groups[1] }
  local words = string.format("%.1f%% of the people are of unknown category in the %s", 100 * share, tostring(groups))
  if share <= params.most then
    return case:pass(words, options)
  end
  local judged = fairness.judged(case, groups, params)
  if judged and fairness.most_selected(judged).selection_rate > 0 then
    case:note(words .. ", so bounds are judged")
    worst_ratios(case, judged, unknown, params)
  elseif judged then
    case:insufficient(words .. ", and nobody of a known one is selected", options)
  end
end

-- How many people the attribute with the most of them counts.
local function everybody_in(case, attributes)
  local everybody = 0
  for _, attribute in ipairs(attributes) do
    local known, unknown = fairness.people(case:groups(attribute))
    everybody = math.max(everybody, known + unknown)
  end
  return everybody
end

return {
  id     = "fairness-us-eeo/unknown",
  title  = "Few people are of unknown category, or they cannot hide an adverse impact",
  level  = "overridable",
  params = {
    attributes = { "race", "sex" },
    most = { 0.05, at_most = 0.05 },
    min_ratio = { 0.80, at_least = 0.80 },
    min_group = { 30, at_least = 1, at_most = 100 },
    exempt_share = { 0.02, at_most = 0.02 },
  },
  cites  = { "29 CFR 1607.4(D)", "NIST AI RMF MEASURE 2.11" },
  remedy = "Report groups of the attributes race and sex. Find out the category of more people, or report those of unknown category as a group whose value is null.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local everybody = everybody_in(case, params.attributes)
    if everybody == 0 then
      return case:insufficient("there is nobody in any group")
    end
    for _, attribute in ipairs(params.attributes) do
      judge(case, case:groups(attribute), everybody, params)
    end
  end,
}
