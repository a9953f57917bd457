local sample = require "sample"

local function evidence(count, changes, ...)
  return { metrics = { unknown_individuals = count }, groups = { table.unpack(sample.groups(changes)) } }
end

local unknown_row = { value = "unknown", counts = { tp = 350, fp = 0, tn = 350, fn = 0 } }

return {
  { name = "none, and that is stated", model = sample.facts(), evidence = evidence(0), expect = "pass" },
  { name = "as many as the table has", model = sample.facts(), evidence = evidence(700, { ["sex=Male"] = unknown_row }), expect = "pass" },
  { name = "fewer than the table has", model = sample.facts(), evidence = evidence(699, { ["sex=Male"] = unknown_row }),
    expect = { outcome = "fail", message = "unknown_individuals is 699" } },
  { name = "fewer than one table lacks of another", model = sample.facts(), evidence = evidence(10, { ["race=Asian"] = false }),
    expect = { outcome = "fail", message = "at least 200 is required" } },
  { name = "not stated", model = sample.facts(), evidence = evidence(nil), expect = { outcome = "missing", message = "unknown_individuals" } },
  { name = "in words", model = sample.facts(), expect = "insufficient",
    evidence = { results = { { metric = "unknown_individuals", value = nil, text = "few" } }, groups = sample.groups() } },
  { name = "no groups", model = sample.facts(), expect = "missing" },
  { name = "the law does not apply", model = sample.facts { applies = false }, expect = "not_applicable" },
}
