-- Days that the manifest names, as in 2026-01-31: how long ago, how far ahead, how many business days.
--
--     local dates = require "dates"
--     dates.past(case, "declarations.nyc-ll144.audit.date", 365)
--
-- past(case, path, most)    demands a day that is not in the future and, where `most` is given, at most so many
--                           days ago. Gives the days since then; nil where the demand is not met.
-- ahead(case, path)         demands a day that has not passed: today is the last good one.
-- business_days(from, to)   weekdays after day `from` up to and with day `to` that are no federal holiday of the
--                           United States. Days are numbers, as day_number gives them.
-- day_number(text)          days since 1970-01-01 of "2026-01-31"; nil of anything else.
-- today(case)               the day number of the moment that is judged at, in UTC.
local declarations = require "declarations"

local dates = {}

local month_lengths = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 }

local function is_leap(year)
  return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local function month_length(year, month)
  return (month == 2 and is_leap(year)) and 29 or month_lengths[month]
end

-- Days before the first of March of that year, counted from a day long ago: leap days come last.
local function number_of(year, month, day)
  local shifted = month <= 2 and year - 1 or year
  local months = (month + 9) % 12
  local before = 365 * shifted + shifted // 4 - shifted // 100 + shifted // 400
  return before + (153 * months + 2) // 5 + day - 719469
end

function dates.day_number(text)
  if type(text) ~= "string" then
    return nil
  end
  local y, m, d = string.match(text, "^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
  if not y then
    return nil
  end
  local year, month, day = tonumber(y), tonumber(m), tonumber(d)
  if month < 1 or month > 12 or day < 1 or day > month_length(year, month) then
    return nil
  end
  return number_of(year, month, day)
end

function dates.today(case)
  return case.now // 86400
end

-- 1 is Monday, 7 is Sunday; 1970-01-01 was a Thursday.
local function weekday(number)
  return (number + 3) % 7 + 1
end

local function nth(year, month, day_of_week, n)
  local first = number_of(year, month, 1)
  return first + (day_of_week - weekday(first)) % 7 + 7 * (n - 1)
end

-- A holiday on a Saturday is kept on the Friday before it, one on a Sunday on the Monday after.
local function kept(number)
  local shift = { [6] = -1, [7] = 1 }
  return number + (shift[weekday(number)] or 0)
end

local function holidays_of(year)
  local last_of_may = number_of(year, 5, 31)
  return {
    kept(number_of(year, 1, 1)), nth(year, 1, 1, 3), nth(year, 2, 1, 3),
    last_of_may - (weekday(last_of_may) - 1), kept(number_of(year, 6, 19)), kept(number_of(year, 7, 4)),
    nth(year, 9, 1, 1), nth(year, 10, 1, 2), kept(number_of(year, 11, 11)), nth(year, 11, 4, 4),
    kept(number_of(year, 12, 25)), kept(number_of(year + 1, 1, 1)),
  }
end

local function year_of(number)
  local year = 1970 + number // 366
  while number_of(year + 1, 1, 1) <= number do
    year = year + 1
  end
  return year
end

local function is_business_day(number)
  if weekday(number) > 5 then
    return false
  end
  for _, holiday in ipairs(holidays_of(year_of(number))) do
    if holiday == number then
      return false
    end
  end
  return true
end

-- Counts no further than a month: nobody asks for more.
function dates.business_days(from, to)
  local count = 0
  for number = from + 1, math.min(to, from + 31) do
    if is_business_day(number) then
      count = count + 1
    end
  end
  return count
end

-- The day number at the path; nil where no day stands there, which is then recorded.
function dates.day(case, path)
  local value = declarations.found(case, path)
  if value == nil then
    case:expect(path):present()
    return nil
  end
  local number = dates.day_number(value)
  if not number then
    case:insufficient(path .. " is no day, as in 2026-01-31", { control = path, evidence = case:expect(path) })
  end
  return number
end

local function days(count)
  return count .. (count == 1 and " day" or " days")
end

function dates.past(case, path, most)
  local number = dates.day(case, path)
  if not number then
    return nil
  end
  local since = dates.today(case) - number
  local options = { control = path, observed = since, expected = most, evidence = case:expect(path) }
  if since >= 0 and since <= (most or since) then
    case:pass(path .. " is " .. days(since) .. " ago", options)
    return since
  end
  if since >= 0 then
    case:fail(path .. " is " .. days(since) .. " ago, at most " .. days(most) .. " is required", options)
  else
    case:fail(path .. " is " .. days(-since) .. " in the future", options)
  end
  return nil
end

function dates.ahead(case, path)
  local number = dates.day(case, path)
  if not number then
    return nil
  end
  local left = number - dates.today(case)
  local options = { control = path, observed = left, expected = 0, evidence = case:expect(path) }
  if left >= 0 then
    case:pass(path .. " is " .. days(left) .. " ahead", options)
    return left
  end
  case:fail(path .. " passed " .. days(-left) .. " ago", options)
  return nil
end

return dates
