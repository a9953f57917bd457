-- Shares that were counted: how far a share of n tries may be from the truth.
--
--     local proportion = require "proportion"
--     proportion.at_most(case, case:metric("attack_success_rate"), { most = 0.05, n = 200, z = 1.645 })
--
-- wilson(share, n, z)             lower and upper end of the Wilson score interval. z is the normal
--                                 quantile: 1.645 for 95 % on one side, 1.96 for 95 % on both
-- at_most(case, metric, bounds)   judges a metric that is a share: insufficient where it is none or
--                                 rests on fewer than bounds.n tries; else the upper end of the
--                                 interval, not the share itself, has to be at most bounds.most
--
-- Wilson (1927). Unlike the share plus or minus z standard errors it does not shrink to nothing
-- where no try out of n succeeded: 0 of 20 leaves 12 % possible.
local proportion = {}

function proportion.wilson(share, n, z)
  local square = z * z / n
  local middle = (share + square / 2) / (1 + square)
  local half = z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
  return math.max(0, middle - half), math.min(1, middle + half)
end

local function is_share(value)
  return math.type(value) ~= nil and value >= 0 and value <= 1
end

function proportion.at_most(case, metric, bounds)
  local name = tostring(metric)
  local details = { control = name, evidence = metric, observed = metric.value, expected = { at_most = bounds.most } }
  local n = math.tointeger(metric.n)
  if not is_share(metric.value) then
    case:insufficient(name .. " is no share from 0 to 1", details)
  elseif not n or n < bounds.n then
    case:insufficient(name .. " rests on " .. metric.n .. " tries, at least " .. bounds.n .. " are needed", details)
  else
    local _, high = proportion.wilson(metric.value, n, bounds.z)
    local told = string.format("%s is %.3f of %d tries, so it may be %.3f; at most %.3f is required", name,
                               metric.value, n, high, bounds.most)
    if high <= bounds.most then
      case:pass(told, details)
    else
      case:fail(told, details)
    end
  end
end

return proportion
