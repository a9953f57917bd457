local function people(value, selected, refused)
  return { attribute = "race", value = value, counts = { tp = selected, fp = 0, tn = refused, fn = 0 } }
end

return {
  {
    name = "exactly four fifths is enough",
    evidence = { groups = { people("a", 500, 500), people("b", 400, 600) } },
    expect = "pass",
  },
  {
    name = "one person less is not",
    evidence = { groups = { people("a", 500, 500), people("b", 399, 601) } },
    expect = { outcome = "fail", message = "impact ratio of race=b is 0\\.798" },
  },
  {
    name = "a group of nine is named, not judged",
    evidence = { groups = { people("a", 500, 500), people("b", 450, 550), people("c", 0, 9) } },
    expect = "pass",
  },
  {
    name = "one group alone cannot be compared",
    evidence = { groups = { people("a", 500, 500) } },
    expect = "insufficient",
  },
  {
    name = "no groups at all is missing evidence",
    evidence = { metrics = { accuracy = 0.9 } },
    expect = "missing",
  },
  {
    name = "staging is not asked",
    to = "staging",
    expect = "not_applicable",
  },
}
