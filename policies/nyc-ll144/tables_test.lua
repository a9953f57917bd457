local sample = require "sample"

local function evidence(changes)
  return { groups = sample.groups(changes) }
end

return {
  { name = "all categories", model = sample.facts(), evidence = evidence(), expect = "pass" },
  { name = "a category that nobody is in has a row of zeros", model = sample.facts(), expect = "pass",
    evidence = evidence { ["race=Asian"] = { counts = { tp = 0, fp = 0, tn = 0, fn = 0 } } } },
  { name = "the categories by other spellings", model = sample.facts(), expect = "pass",
    evidence = evidence { ["race=White"] = { value = "White (Not Hispanic or Latino)" }, ["sex=Male"] = { value = "m" } } },
  { name = "the unknown have a row of their own", model = sample.facts(), expect = "pass",
    evidence = { groups = { { attribute = "sex", value = "unknown", counts = { tp = 1, fp = 0, tn = 2, fn = 0 } },
                            table.unpack(sample.groups()) } } },
  { name = "a category without a row", model = sample.facts(), evidence = evidence { ["race=Asian"] = false },
    expect = { outcome = "fail", message = "there is no row of Asian" } },
  { name = "an intersection without a row", model = sample.facts(), evidence = evidence { ["Male,White"] = false },
    expect = { outcome = "fail", message = "no row of Male, White" } },
  { name = "a category that is none", model = sample.facts(), evidence = evidence { ["race=Asian"] = { value = "Asien" } },
    expect = { outcome = "fail", message = "race=Asien is no category of EEO-1" } },
  { name = "one category under two names", model = sample.facts(), evidence = evidence { ["race=Asian"] = { value = "Caucasian" } },
    expect = { outcome = "fail", message = "two rows of White" } },
  { name = "nobody is selected", model = sample.facts(), expect = "pass",
    evidence = evidence { ["sex=Male"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } },
                          ["sex=Female"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } } } },
  { name = "a rate above 1", model = sample.facts(), expect = { outcome = "fail", message = "0 to 1 is required" },
    evidence = { groups = { { attribute = "sex", value = "Male", n = 10, metrics = { selection_rate = 1.2 } },
                            table.unpack(sample.groups { ["sex=Male"] = false }) } } },
  { name = "counts that cannot be read", model = sample.facts(), evidence = evidence { ["race=Asian"] = { counts = { tp = 3 } } },
    expect = "insufficient" },
  { name = "no table by both", model = sample.facts(), expect = { outcome = "missing", message = "groups of sex,race" },
    evidence = { groups = { { attribute = "sex", value = "Male", n = 0 }, { attribute = "race", value = "White", n = 0 } } } },
  { name = "no groups", model = sample.facts(), expect = "missing" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
  { name = "nobody says whether it applies", expect = "missing" },
}
