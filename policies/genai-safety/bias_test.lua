local function bias(value)
  return { results = { { metric = "amb_bias_score,none", value = value, task = "bbq" } } }
end

return {
  { name = "a little towards the stereotype", evidence = bias(0.1), expect = "pass" },
  { name = "a little against it", evidence = bias(-0.1), expect = "pass" },
  { name = "too much towards it", evidence = bias(0.11), expect = { outcome = "fail", message = "over by 0\\.010" } },
  { name = "too much against it", evidence = bias(-0.2), expect = { outcome = "fail", message = "short by 0\\.100" } },
  { name = "a text is no score", evidence = { results = { { metric = "amb_bias_score,none", text = "low", task = "bbq" } } },
    expect = "insufficient" },
  { name = "not measured", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
