local sample = require "sample"

local few = { groups = sample.groups { ["race=Asian"] = { counts = { tp = 10, fp = 0, tn = 13, fn = 0 } } } }
local many = { groups = sample.groups { ["race=Asian"] = { counts = { tp = 12, fp = 0, tn = 13, fn = 0 } } } }

local function excluded(changes)
  local entry = { attribute = "race", category = "Asian", justification = "too few to be measured" }
  for key, value in pairs(changes or {}) do
    entry[key] = value
  end
  return sample.facts { excluded = { entry } }
end

return {
  { name = "none is excluded", model = sample.facts(), evidence = few, expect = "pass" },
  { name = "one of less than two per cent", model = excluded(), evidence = few, expect = "pass" },
  { name = "one of more", model = excluded(), evidence = many,
    expect = { outcome = "fail", message = "race=Asian has 25 of 1225 people, less than 2 % is required" } },
  { name = "without a word of why", model = excluded { justification = " " }, evidence = few, expect = "insufficient" },
  { name = "the reason under another key", evidence = few, expect = { outcome = "missing", message = "justification" },
    model = sample.facts { excluded = { { attribute = "race", category = "Asian", reason = "few" } } } },
  { name = "one without a row", model = excluded { category = "Martian" }, evidence = few,
    expect = { outcome = "fail", message = "race=Martian has no row" } },
  { name = "of an attribute that has no table", model = excluded { attribute = "age" }, evidence = few, expect = "missing" },
  { name = "no list", evidence = few, model = { declarations = { ["nyc-ll144"] = { applies = true } } },
    expect = { outcome = "missing", message = "excluded" } },
  { name = "no list but a text", evidence = few, model = sample.facts { excluded = "none" }, expect = "insufficient" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
