local function accuracy(figure)
  return { metrics = { accuracy = figure } }
end

return {
  {
    name = "better than the champion",
    evidence = accuracy(0.92),
    champion = { evidence = accuracy(0.91) },
    expect = "pass",
  },
  {
    name = "a little worse, within the margin",
    evidence = accuracy(0.905),
    champion = { evidence = accuracy(0.91) },
    expect = "pass",
  },
  {
    name = "worse than the margin allows",
    evidence = accuracy(0.89),
    champion = { evidence = accuracy(0.91) },
    expect = "fail",
  },
  {
    name = "nothing in production to compare with",
    evidence = accuracy(0.89),
    expect = "not_applicable",
  },
  {
    name = "a champion without the metric cannot be compared",
    evidence = accuracy(0.89),
    champion = { evidence = { metrics = { auc = 0.9 } } },
    expect = "insufficient",
  },
  {
    name = "a candidate without the metric",
    evidence = { metrics = { auc = 0.9 } },
    champion = { evidence = accuracy(0.91) },
    expect = "missing",
  },
}
