local sample = require "sample"

local function evidence(changes)
  return { groups = sample.groups(changes) }
end

local function asian(selected, refused, ratio)
  return { ["race=Asian"] = { counts = { tp = selected, fp = 0, tn = refused, fn = 0 }, metrics = { impact_ratio = ratio } } }
end

return {
  { name = "all alike", model = sample.facts(), evidence = evidence(), expect = "pass" },
  { name = "a ratio rounded to two decimals", model = sample.facts(), evidence = evidence(asian(67, 133, 0.67)), expect = "pass" },
  { name = "a ratio that does not follow from the counts", model = sample.facts(), evidence = evidence(asian(67, 133, 0.80)),
    expect = { outcome = "fail", message = "impact_ratio.*race=Asian.* is 0\\.8" } },
  { name = "the category selected most has to have 1.00", model = sample.facts(), evidence = evidence(asian(150, 50, 0.90)),
    expect = "fail" },
  { name = "a category without its ratio", model = sample.facts(), evidence = evidence(asian(100, 100, nil)),
    expect = { outcome = "missing", message = "impact_ratio" } },
  { name = "an excluded category needs none", expect = "pass", evidence = evidence(asian(1, 2, nil)),
    model = sample.facts { excluded = { { attribute = "race", category = "Asian", justification = "three people" } } } },
  { name = "nor does one that nobody is in", model = sample.facts(), evidence = evidence(asian(0, 0, nil)), expect = "pass" },
  { name = "a ratio in words", model = sample.facts(), evidence = evidence(asian(100, 100, nil)), expect = "missing" },
  { name = "nobody is selected", model = sample.facts(), expect = "insufficient",
    evidence = evidence { ["sex=Male"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } },
                          ["sex=Female"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } } } },
  { name = "only one category has anybody in it", model = sample.facts(), expect = { outcome = "insufficient", message = "fewer than two categories" },
    evidence = evidence { ["sex=Male"] = { counts = { tp = 0, fp = 0, tn = 0, fn = 0 } } } },
  { name = "nobody says which categories are excluded", evidence = evidence(), expect = { outcome = "missing", message = "excluded" },
    model = { declarations = { ["nyc-ll144"] = { applies = true } } } },
  { name = "no groups", model = sample.facts(), expect = "missing" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
