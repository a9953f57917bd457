local function group(value, right, wrong)
  return { attribute = "race", value = value, counts = { tp = right, fp = wrong, tn = 0, fn = 0 } }
end

return {
  {
    name = "every group near the whole",
    evidence = { groups = { group("a", 900, 100), group("b", 880, 120) } },
    expect = "pass",
  },
  {
    name = "one group far below",
    evidence = { groups = { group("a", 950, 50), group("b", 700, 300) } },
    expect = { outcome = "fail", message = "b" },
  },
  {
    name = "a tiny group is named, not judged",
    evidence = { groups = { group("a", 900, 100), group("b", 5, 5) } },
    expect = "pass",
  },
  {
    name = "nothing but tiny groups",
    evidence = { groups = { group("a", 29, 0), group("b", 1, 28) } },
    expect = { outcome = "insufficient", message = "no group of race has enough rows" },
  },
  {
    name = "counts of nobody cannot be measured",
    evidence = { groups = { group("a", 900, 100), group("b", 0, 0) } },
    expect = "insufficient",
  },
  {
    name = "no groups",
    evidence = { metrics = { accuracy = 0.9 } },
    expect = "missing",
  },
}
