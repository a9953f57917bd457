local function scan(tool, errors)
  return { metric = "results.error", value = errors, task = tool }
end

local function found(...)
  return { results = { ... } }
end

return {
  { name = "no error", evidence = { metrics = { ["results.error"] = 0 } }, expect = "pass" },
  { name = "warnings are left to the scanner",
    evidence = found(scan("CodeQL", 1), { metric = "results.warning", value = 9, task = "CodeQL" }),
    expect = { outcome = "fail", message = "CodeQL found: 1, at most 0" } },
  { name = "one error of the second tool", evidence = found(scan("CodeQL", 0), scan("bandit", 2)),
    expect = { outcome = "fail", message = "bandit found: 2" } },
  { name = "errors, where the parameter lets them", evidence = { metrics = { ["results.error"] = 2 } }, params = { most = 2 },
    expect = "pass" },
  { name = "a run that did not succeed",
    evidence = found { metric = "results.error", text = "a run of the tool did not succeed", task = "CodeQL" },
    expect = { outcome = "insufficient", message = "CodeQL has no count" } },
  { name = "less than none", evidence = found(scan("CodeQL", -1)), expect = "insufficient" },
  { name = "no scan", evidence = { metrics = { accuracy = 0.9 } }, expect = { outcome = "missing", message = "results.error" } },
}
