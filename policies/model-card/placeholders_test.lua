local function sections(list)
  return { card = { sections = list } }
end

return {
  {
    name = "a section that somebody wrote",
    evidence = sections { Limitations = "It knows no loans above a million." },
    expect = "pass",
  },
  {
    name = "what the hub's template leaves",
    evidence = sections { Limitations = "It knows no loans.", Citation = "[More Information Needed]" },
    expect = { outcome = "fail", message = '"Citation" still has "more information needed"' },
  },
  {
    name = "an optional line in the midst of others",
    evidence = sections { ["Model Sources"] = "Repository: git.example/credit\nPaper [optional]: none" },
    expect = { outcome = "fail", message = "optional" },
  },
  {
    name = "a note of what is to be done",
    evidence = sections { Metrics = "Accuracy. TBD: by group" },
    expect = "fail",
  },
  {
    name = "a section that is no text",
    evidence = sections { Metrics = 0.9 },
    expect = "insufficient",
  },
  {
    name = "a card of no sections",
    evidence = sections {},
    expect = { outcome = "insufficient", message = "no section" },
  },
  {
    name = "no card",
    expect = "missing",
  },
}
