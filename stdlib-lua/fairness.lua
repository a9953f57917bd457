-- Selection by group: impact ratios that know how much chance could do, and what missing answers could hide.
--
--     local fairness = require "fairness"
--     fairness.four_fifths(case, case:groups("race"), { min_ratio = 0.8, min_group = 30, exempt_share = 0.02 })
--
-- is_unknown(group)            is its category "" or "unknown", in any part of an intersection?
-- people(groups)               how many are known, and how many unknown
-- judged(case, groups, options)   the groups of known category that are large enough. One that is not is named: an
--                              advice where it is a smaller share of the known than `exempt_share`, and binding
--                              where it is not, because more people are then needed to say anything; binding too where
--                              a tenth of the people are in such groups. nil where fewer
--                              than two are left, or a rate is none, which is then recorded.
-- selected(group)              how many are selected
-- significance(a, b)           how the selection of two groups differs: { level =, test =, figure =, z = }
-- rejected(levels)             Holm's step-down over several comparisons: a list of true and false
-- bounds(selected, n, missing) the lowest and the highest rate that so many people of unknown category allow
-- four_fifths(case, groups, options)   the rule of 29 CFR 1607.4(D), for each judged group against the most selected
--
-- A comparison's `level` is the largest m for which it is significant at 0.05 / m, so 0 says that chance may explain
-- the difference, and Holm's correction needs no probability. Where a cell of the two-by-two table is expected to hold
-- fewer than 5 people, the test is Fisher's, exact and two-sided; else it is z of two proportions, pooled, against
-- constants. Only +, -, *, / and square roots are used, so every processor gives the same figures.
local fairness = {}

local significance_of = 0.05
local least_expected = 5
local most_exempt = 0.10 -- of the people, in all groups together that are too small to be judged
local most_people = 1000000000 -- products of two counts stay whole

-- Two-sided critical values of the normal distribution at 0.05 / m, for m = 1, 2, ...
local critical = {
  1.959964, 2.241403, 2.393980, 2.497705, 2.575829, 2.638257, 2.690110, 2.734369, 2.772921, 2.807034,
  2.837597, 2.865260, 2.890512, 2.913726, 2.935199, 2.955167, 2.973820, 2.991316, 3.007787, 3.023341,
  3.038074, 3.052065, 3.065383, 3.078088, 3.090232, 3.101862, 3.113017, 3.123735, 3.134046, 3.143980,
  3.153563, 3.162818, 3.171766, 3.180426, 3.188815, 3.196950, 3.204845, 3.212514, 3.219968, 3.227218,
}

function fairness.is_unknown(group)
  for part in string.gmatch(group.value .. ",", "([^,]*),") do
    if part == "" or string.lower(part) == "unknown" then
      return true
    end
  end
  return false
end

function fairness.people(groups)
  local known, unknown = 0, 0
  for _, group in ipairs(groups) do
    if fairness.is_unknown(group) then
      unknown = unknown + group.n
    else
      known = known + group.n
    end
  end
  return known, unknown
end

local function small_group(case, group, known, options)
  local binding = group.n >= options.exempt_share * known and case or case:advisory()
  binding:insufficient(string.format("%s has %s people, fewer than the %s that it takes to judge it", tostring(group),
                                     group.n, options.min_group),
                       { control = "size of " .. tostring(group), observed = group.n, expected = options.min_group,
                         evidence = group })
end

-- A reported rate may be any number; a share is not.
local function are_rates(case, groups)
  local sound = true
  for _, group in ipairs(groups) do
    local rate = group.selection_rate
    if not (rate >= 0 and rate <= 1) then
      case:insufficient(string.format("the selection rate of %s is %s, which is no share of 1", tostring(group), rate),
                        { control = "rate of " .. tostring(group), observed = rate, evidence = group })
      sound = false
    end
  end
  return sound
end

-- Each too small to matter, together many: whoever splits a group finely enough would hide it.
local function together(case, groups, small, known)
  if small <= most_exempt * known then
    return
  end
  case:insufficient(string.format("%s of %s people are in groups that are too small to be judged", small, known),
                    { control = "small groups of " .. tostring(groups), observed = small / known, expected = most_exempt })
end

function fairness.judged(case, groups, options)
  local judged, small = {}, 0
  local known = fairness.people(groups)
  for _, group in ipairs(groups) do
    if not fairness.is_unknown(group) then
      if group.n >= options.min_group then
        table.insert(judged, group)
      else
        small_group(case, group, known, options)
        small = small + group.n
      end
    end
  end
  together(case, groups, small, known)
  if #judged < 2 then
    case:insufficient("fewer than two groups are large enough to be compared", { control = tostring(groups) })
    return nil
  end
  return are_rates(case, judged) and judged or nil
end

-- A rate times its denominator misses a whole number by the last bits.
function fairness.selected(group)
  local product = group.selection_rate * group.n
  local whole = math.floor(product + 0.5)
  return math.abs(product - whole) < 1e-6 and whole or product
end

local function is_whole(x)
  return x == math.floor(x)
end

-- Probabilities of the table's first cell relative to that at its mode, summed outwards from there until they vanish:
-- all of them, and those that are no likelier than what was observed.
local function fisher(a, n1, n2, selected)
  local low, high = math.max(0, selected - n2), math.min(n1, selected)
  local mode = math.min(high, math.max(low, ((n1 + 1) * (selected + 1)) // (n1 + n2 + 2)))
  local cells = { { mode, 1.0 } }
  local observed = a == mode and 1.0 or 0.0
  for _, step in ipairs({ 1, -1 }) do
    local k, weight = mode, 1.0
    while weight > 1e-30 and k ~= (step > 0 and high or low) do
      if step > 0 then
        weight = weight * ((n1 - k) / (k + 1)) * ((selected - k) / (n2 - selected + k + 1))
      else
        weight = weight * (k / (n1 - k + 1)) * ((n2 - selected + k) / (selected - k + 1))
      end
      k = k + step
      table.insert(cells, { k, weight })
      observed = k == a and weight or observed
    end
  end
  local all, rare = 0.0, 0.0
  for _, cell in ipairs(cells) do
    all = all + cell[2]
    rare = rare + (cell[2] <= observed * (1 + 1e-7) and cell[2] or 0)
  end
  return rare / all
end

local function level_of_z(z)
  local level = 0
  while level < #critical and math.abs(z) >= critical[level + 1] do
    level = level + 1
  end
  return level
end

local function level_of_p(p)
  local level = 0
  while level < #critical and p <= significance_of / (level + 1) do
    level = level + 1
  end
  return level
end

function fairness.significance(a, b)
  local of_a, of_b = fairness.selected(a), fairness.selected(b)
  local people, selected = a.n + b.n, of_a + of_b
  local share = selected / people
  if share == 0 or share == 1 then
    return { level = 0, test = "none", z = 0.0, figure = "the two are treated alike" }
  end
  local z = (of_a / a.n - of_b / b.n) / math.sqrt(share * (1 - share) * (1 / a.n + 1 / b.n))
  if math.min(a.n, b.n) * math.min(share, 1 - share) >= least_expected then
    return { level = level_of_z(z), test = "z", z = z, figure = string.format("z = %.2f", z) }
  end
  if not (is_whole(of_a) and is_whole(of_b) and is_whole(a.n) and is_whole(b.n)) or people > most_people then
    return { level = 0, test = "none", z = z, figure = "counts that no exact test takes" }
  end
  local p = fisher(math.tointeger(of_a), math.tointeger(a.n), math.tointeger(b.n), math.tointeger(selected))
  return { level = level_of_p(p), test = "Fisher", z = z, figure = string.format("Fisher's exact p = %.4f", p) }
end

-- The most significant comparison must hold at 0.05 / m, the next at 0.05 / (m - 1), and so on until one does not.
function fairness.rejected(levels)
  local order, rejected = {}, {}
  for i in ipairs(levels) do
    order[i] = i
    rejected[i] = false
  end
  table.sort(order, function(i, j) return levels[i] > levels[j] end)
  for rank, i in ipairs(order) do
    if levels[i] < math.min(#levels - rank + 1, #critical) or levels[i] == 0 then
      break
    end
    rejected[i] = true
  end
  return rejected
end

function fairness.bounds(selected, n, missing)
  return selected / (n + missing), (selected + missing) / (n + missing)
end

-- Would one person, selected or not, have put the ratio on the other side?
local function hangs_on_one(group, most, min_ratio)
  local best = most.selection_rate
  local ratio = group.selection_rate / best
  local moved = (fairness.selected(group) + (ratio < min_ratio and 1 or -1)) / group.n / best
  return (ratio < min_ratio) ~= (moved < min_ratio)
end

local function group_judge(case, group, most, found, options)
  local ratio = group:ratio("selection_rate", most)
  local value = ratio.value
  local enough = value >= options.min_ratio
  if enough or found.significant then
    ratio:at_least(options.min_ratio)
  else
    case:insufficient(string.format("impact ratio of %s is %.3f, below %.3f, but so few people may be chance (%s)",
                                    tostring(group), value, options.min_ratio, found.figure),
                      { control = "impact ratio of " .. tostring(group), observed = value,
                        expected = options.min_ratio, evidence = group })
  end
  if enough and found.significant then
    case:advisory():fail(string.format("%s is selected less often than %s beyond chance (%s), at an impact ratio of %.3f",
                                       tostring(group), tostring(most), found.figure, value),
                         { control = "difference of " .. tostring(group), evidence = group })
  end
  if hangs_on_one(group, most, options.min_ratio) then
    case:note(string.format("one person more or less puts %s on the other side of %.2f", tostring(group),
                            options.min_ratio))
  end
end

local function most_selected(groups)
  local most = groups[1]
  for _, group in ipairs(groups) do
    if group.selection_rate > most.selection_rate then
      most = group
    end
  end
  return most
end

function fairness.four_fifths(case, groups, options)
  local judged = fairness.judged(case, groups, options)
  if not judged then
    return
  end
  local most = most_selected(judged)
  local compared, found, levels = {}, {}, {}
  for _, group in ipairs(judged) do
    if group.value ~= most.value then
      table.insert(compared, group)
      table.insert(found, fairness.significance(group, most))
      table.insert(levels, found[#found].level)
    end
  end
  if most.selection_rate == 0 then
    case:insufficient("nobody of any group is selected", { control = tostring(groups) })
    return
  end
  local rejected = fairness.rejected(levels)
  for i, group in ipairs(compared) do
    found[i].significant = rejected[i]
    group_judge(case, group, most, found[i], options)
  end
end

fairness.most_selected = most_selected

return fairness
