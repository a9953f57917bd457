-- How far apart the extreme groups are.
--
--     spread.judge(case, groups, "selection_rate", { most = 0.10, advised = 0.05 })
--
-- judge(case, groups, rate, bounds)   demands that the difference between the highest and the lowest rate is at most
--                                     `most`, and where it is, advises at most `advised`. A group whose rate cannot be measured
--                                     ends the check: it may be the one that is worst off.
local spread = {}

local function extremes(groups, rate)
  local highest, lowest = groups[1], groups[1]
  for _, group in ipairs(groups) do
    if group[rate] > highest[rate] then
      highest = group
    end
    if group[rate] < lowest[rate] then
      lowest = group
    end
  end
  return highest, lowest
end

function spread.judge(case, groups, rate, bounds)
  local highest, lowest = extremes(groups, rate)
  local difference = highest:difference(rate, lowest)
  difference:at_most(bounds.most)
  if difference.value > bounds.advised and difference.value <= bounds.most then
    case:advisory():fail(string.format("%s of %s and of %s are %.3f apart, at most %s is advised", rate,
                                       tostring(highest), tostring(lowest), difference.value, bounds.advised),
                         { control = rate .. " advised", evidence = lowest })
  end
end

return spread
