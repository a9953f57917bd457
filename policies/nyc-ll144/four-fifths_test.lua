local sample = require "sample"

local function evidence(selected, refused)
  return { groups = sample.groups { ["race=Asian"] = { counts = { tp = selected, fp = 0, tn = refused, fn = 0 } } } }
end

return {
  { name = "all alike", model = sample.facts(), evidence = evidence(100, 100), expect = "pass" },
  { name = "one below four fifths", model = sample.facts(), evidence = evidence(79, 121), expect = { outcome = "fail", message = "0\\.79" } },
  { name = "nobody is selected", model = sample.facts(), expect = "insufficient",
    evidence = { groups = sample.groups { ["sex=Male"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } },
                                          ["sex=Female"] = { counts = { tp = 0, fp = 0, tn = 9, fn = 0 } } } } },
  { name = "no groups", model = sample.facts(), expect = "missing" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
