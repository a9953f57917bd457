-- No group of people is served much worse than all together.
--
-- Accuracy of each group against accuracy of all rows of that attribute, both from the counts, so
-- that one headline figure cannot hide a group that it fails.
return {
  id     = "metrics-gate/slices",
  title  = "No group's accuracy is far below that of all",
  level  = "overridable",
  params = { attribute = "race", gap = { 0.05, at_most = 0.10 }, min_group = { 30, at_least = 1, at_most = 100 } },
  remedy = "Look at what the model gets wrong in the group; gather more of its rows.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local right, all, judged = 0, 0, 0
    local groups = case:groups(params.attribute)
    for _, group in ipairs(groups) do
      right = right + group.accuracy * group.n
      all = all + group.n
    end
    for _, group in ipairs(groups) do
      if group.n < params.min_group then
        case:advisory():insufficient(group.value .. " has too few rows to judge")
      else
        judged = judged + 1
        group:rate("accuracy"):at_least(right / all - params.gap)
      end
    end
    if judged == 0 then
      case:insufficient("no group of " .. params.attribute .. " has enough rows to judge", { control = params.attribute })
    end
  end,
}
