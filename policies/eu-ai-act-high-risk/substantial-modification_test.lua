local sample = require "sample"

local function version(changes, assessed, digit, foreseen)
  local facts = { conformity = { date = assessed, predetermined = foreseen or {} } }
  for key, value in pairs(changes) do
    facts[key] = value
  end
  local model = sample.facts(facts)
  model.lineage = { data = { { name = "applications", digest = "sha256:" .. (digit or "a"):rep(64) } } }
  return model
end

local before = { model = version({}, "2027-06-01") }

return {
  { name = "nothing changed", now = sample.now, model = version({}, "2027-06-01"), champion = before, expect = "pass" },
  { name = "another purpose, assessed anew", now = sample.now, champion = before, expect = { outcome = "pass" },
    model = version({ intended_purpose = "credit limits" }, "2027-12-20") },
  { name = "another purpose, not assessed", now = sample.now, champion = before,
    model = version({ intended_purpose = "credit limits" }, "2027-06-01"), expect = { outcome = "fail", message = "intended_purpose changed" } },
  { name = "another architecture, not assessed", now = sample.now, champion = before,
    model = version({ architecture = "a neural network" }, "2027-06-01"), expect = { outcome = "fail", message = "architecture changed" } },
  { name = "other training data, not assessed", now = sample.now, champion = before,
    model = version({}, "2027-06-01", "b"), expect = { outcome = "fail", message = "training_data changed" } },
  { name = "other training data, as foreseen", now = sample.now, champion = before,
    model = version({}, "2027-06-01", "b", { "training_data" }), expect = "pass" },
  { name = "nobody says what was foreseen", now = sample.now, champion = before, expect = { outcome = "missing", message = "predetermined" },
    model = (function()
      local model = version({}, "2027-06-01")
      model.declarations["eu-ai-act"].conformity = { date = "2027-06-01" }
      return model
    end)() },
  { name = "assessed on no day", now = sample.now, champion = before, model = version({}, "soon"), expect = "insufficient" },
  { name = "the one before was assessed on no day", now = sample.now, champion = { model = version({}, "some time") },
    model = version({}, "2027-06-01"), expect = { outcome = "insufficient", message = "in production is no day" } },
  { name = "the one before declares nothing", now = sample.now, champion = { model = {} }, model = version({}, "2027-06-01"), expect = "missing" },
  { name = "the one before has a number for its purpose", now = sample.now, champion = { model = version({ intended_purpose = 4 }, "2027-06-01") },
    model = version({}, "2027-06-01"), expect = { outcome = "insufficient", message = "in production is no text" } },
  { name = "a change that nobody could foresee", now = sample.now, champion = before, model = version({}, "2027-06-01", "b", { "anything" }),
    expect = { outcome = "fail", message = "predetermined" } },
  { name = "nothing in production", now = sample.now, model = version({}, "2027-06-01"), expect = "not_applicable" },
  { name = "another class", now = sample.now, model = sample.facts { risk_class = "minimal" }, expect = "not_applicable" },
  { name = "an unknown class", now = sample.now, model = sample.facts { risk_class = "very high" }, expect = { outcome = "fail", message = "one of" } },
  { name = "an unknown annex", now = sample.now, model = sample.facts { annex = "IV" }, expect = "fail" },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "risk_class" } },
}
