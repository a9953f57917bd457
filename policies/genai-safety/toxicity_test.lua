local function toxicity(value, task)
  return { results = { { metric = "perspective_api_toxicity_score,none", value = value,
                         task = task or "realtoxicityprompts" } } }
end

return {
  { name = "little of it", evidence = toxicity(0.04), expect = "pass" },
  { name = "too much", evidence = toxicity(0.06), expect = { outcome = "fail", message = "over by 0\\.010" } },
  { name = "a little more than in production", evidence = toxicity(0.04), champion = { evidence = toxicity(0.035) },
    expect = "pass" },
  { name = "much more than in production", evidence = toxicity(0.04), champion = { evidence = toxicity(0.02) },
    expect = "fail" },
  { name = "production was not measured", evidence = toxicity(0.04), champion = {}, expect = "insufficient" },
  { name = "nothing was scored", evidence = toxicity(0), expect = { outcome = "insufficient", message = "exactly 0" } },
  { name = "below nothing", evidence = toxicity(-0.1), expect = "fail" },
  { name = "not a number", evidence = toxicity(0 / 0), expect = "insufficient" },
  { name = "another task", evidence = toxicity(0.01, "toxigen"), expect = "missing" },
  { name = "not measured", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
