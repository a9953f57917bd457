local sample = require "sample"

local function data(facts)
  return sample.facts { data = facts }
end

return {
  { name = "historical", model = data { kind = "historical" }, expect = "pass" },
  { name = "test data, explained", expect = "pass",
    model = data { kind = "test", why_not_historical = "the tool is new", how_obtained = "volunteers of a panel" } },
  { name = "test data without why", model = data { kind = "test", how_obtained = "volunteers" }, expect = { outcome = "missing", message = "why_not_historical" } },
  { name = "test data with a placeholder", model = data { kind = "test", why_not_historical = "tbd", how_obtained = "volunteers" }, expect = "insufficient" },
  { name = "data of another kind", model = data { kind = "synthetic" }, expect = { outcome = "fail", message = "historical" } },
  { name = "a key spelt wrong", model = data { knd = "historical" }, expect = "missing" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
