local function audit(found, n)
  return { results = { { metric = "vulnerabilities", value = found, n = n or 40 } } }
end

local function bill(critical, high, unknown)
  return { metrics = { ["vulnerabilities.critical"] = critical, ["vulnerabilities.high"] = high,
                       ["vulnerabilities.unknown"] = unknown } }
end

return {
  { name = "an audit that found none", evidence = audit(0), expect = "pass" },
  { name = "one", evidence = audit(1), expect = { outcome = "fail", message = "vulnerabilities: 1, at most 0 are" } },
  { name = "one, where the parameter lets it", evidence = audit(1), params = { most = 1 }, expect = "pass" },
  { name = "each environment is judged", evidence = { audit(0), audit(3) }, expect = "fail" },
  { name = "a bill that lists none that is grave", evidence = bill(0, 0, 0), expect = "pass" },
  { name = "a bill with medium ones", evidence = { metrics = { ["vulnerabilities.critical"] = 0, ["vulnerabilities.high"] = 1,
    ["vulnerabilities.medium"] = 4, ["vulnerabilities.unknown"] = 0 } },
    expect = { outcome = "fail", message = "vulnerabilities.high: 1" } },
  { name = "a metric of the model does not stand for the count", evidence = { results = {
    { metric = "vulnerabilities.critical", value = 2 }, { metric = "vulnerabilities.high", value = 0 },
    { metric = "vulnerabilities.unknown", value = 0 }, { metric = "vulnerabilities.critical", task = "m", value = 0 } } },
    expect = { outcome = "fail", message = "vulnerabilities.critical: 2" } },
  { name = "a bill that lists nothing", evidence = { metrics = { components = 0, ["vulnerabilities.critical"] = 0,
    ["vulnerabilities.high"] = 0, ["vulnerabilities.unknown"] = 0 } },
    expect = { outcome = "insufficient", message = "lists no component" } },
  { name = "what nobody rated counts", evidence = bill(0, 0, 2), expect = { outcome = "fail", message = "unknown: 2" } },
  { name = "a bill that rates only some", evidence = bill(0, nil, 0),
    expect = { outcome = "insufficient", message = "vulnerabilities.high is no count" } },
  { name = "nothing was audited",
    evidence = { results = { { metric = "vulnerabilities", text = "no dependency was audited", n = 0 } } },
    expect = { outcome = "insufficient", message = "is no count" } },
  { name = "of who knows how many dependencies", evidence = { metrics = { vulnerabilities = 0 } },
    expect = { outcome = "insufficient", message = "how many dependencies" } },
  { name = "less than none", evidence = audit(-1), expect = "insufficient" },
  { name = "a share of one", evidence = audit(0.5), expect = "insufficient" },
  { name = "what was skipped changes nothing",
    evidence = { results = { { metric = "dependencies.skipped", value = 2 }, { metric = "vulnerabilities", value = 3, n = 38 } } },
    expect = { outcome = "fail", message = "vulnerabilities: 3" } },
  { name = "no audit", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
