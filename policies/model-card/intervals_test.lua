local function accuracy(value, low, high, metric)
  return { metric = metric or "accuracy", value = value, low = low, high = high }
end

local function figures(...)
  return { results = { ... } }
end

return {
  { name = "within its interval", evidence = figures(accuracy(0.91, 0.90, 0.92)), expect = "pass" },
  { name = "at its end", evidence = figures(accuracy(1, 0.98, 1)), expect = "pass" },
  { name = "above it", evidence = figures(accuracy(0.95, 0.90, 0.92)),
    expect = { outcome = "fail", message = "outside of its interval from 0\\.9 to 0\\.92" } },
  { name = "below it", evidence = figures(accuracy(0.85, 0.90, 0.92)), expect = "fail" },
  { name = "a share above 1", evidence = figures(accuracy(0.98, 0.957, 1.003)),
    expect = { outcome = "fail", message = "leaves 0 to 1" } },
  { name = "a share below 0", evidence = figures(accuracy(0.01, -0.01, 0.03)), expect = "fail" },
  { name = "what is no share may be above 1", evidence = figures(accuracy(1.2, 1.1, 1.3, "rmse")), expect = "pass" },
  { name = "one sound and one not", evidence = figures(accuracy(0.91, 0.90, 0.92), accuracy(0.5, 0.6, 0.7, "recall")),
    expect = "fail" },
  { name = "half an interval", evidence = figures(accuracy(0.91, 0.90, nil)),
    expect = { outcome = "fail", message = "half an interval" } },
  { name = "no interval", evidence = figures(accuracy(0.91, nil, nil)),
    expect = { outcome = "insufficient", message = "no figure has an interval" } },
  { name = "no evidence", expect = "insufficient" },
}
