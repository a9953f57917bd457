local function scan(found, tool)
  return { results = { { metric = "results", value = found, task = tool or "gitleaks" } } }
end

return {
  { name = "none", evidence = scan(0), expect = "pass" },
  { name = "one", evidence = scan(1), expect = { outcome = "fail", message = "is 1, 0 is required" } },
  { name = "another scanner by parameter", evidence = scan(0, "trufflehog"), params = { tool = "trufflehog" }, expect = "pass" },
  { name = "a run that did not succeed",
    evidence = { results = { { metric = "results", text = "a run of the tool did not succeed", task = "gitleaks" } } },
    expect = "insufficient" },
  { name = "a scanner of something else", evidence = scan(0, "CodeQL"), expect = { outcome = "missing", message = "gitleaks" } },
  { name = "no scan", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
