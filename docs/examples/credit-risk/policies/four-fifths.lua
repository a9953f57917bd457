-- No group's selection rate is below four fifths of the most selected group's.
--
-- 29 CFR 1607.4(D) regards a smaller ratio as evidence of adverse impact, and warns that differences
-- based on small numbers prove little: groups below `min_group` are named and not judged.
return {
  id     = "credit/four-fifths",
  title  = "Every group is selected at least four fifths as often as the most selected one",
  level  = "overridable",
  when   = { to = { "canary", "production" } },
  params = { min_ratio = { 0.80, at_least = 0.80 }, min_group = { 30, at_least = 1, at_most = 100 } },
  cites  = { "29 CFR 1607.4(D)" },
  remedy = "Examine the features that separate the groups, or narrow the use of the model.",

  check = function(case, params)
    local groups = case:groups("race")
    if #groups < 2 then
      return case:insufficient("one group alone cannot be compared")
    end

    local most = groups:largest("selection_rate", { min_n = params.min_group })
    for _, group in ipairs(groups) do
      if group.n < params.min_group then
        case:advisory():insufficient(group.value .. " has too few people to judge")
      elseif group.value ~= most.value then
        group:ratio("selection_rate", most):at_least(params.min_ratio)
      end
    end
  end,
}
