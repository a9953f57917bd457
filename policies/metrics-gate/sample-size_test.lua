local function measured(n)
  return { metrics = { accuracy = { value = 0.9, n = n } } }
end

return {
  {
    name = "exactly enough",
    evidence = measured(1000),
    expect = "pass",
  },
  {
    name = "one row too few",
    evidence = measured(999),
    expect = { outcome = "fail", message = "999 rows" },
  },
  {
    name = "a metric without its number of rows",
    evidence = { metrics = { accuracy = 0.9 } },
    expect = { outcome = "missing", message = "n" },
  },
  {
    name = "half a row is no row",
    evidence = measured(1000.5),
    expect = "insufficient",
  },
  {
    name = "no metric",
    evidence = { metrics = { auc = { value = 0.9, n = 5000 } } },
    expect = "missing",
  },
}
