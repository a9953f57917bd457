local function bill(format, parts)
  return { format = format, results = { { metric = format == "spdx" and "packages" or "components", value = parts } } }
end

return {
  { name = "CycloneDX", evidence = bill("cyclonedx", 12), expect = "pass" },
  { name = "SPDX, the second file", evidence = { { metrics = {} }, bill("spdx", 1) }, expect = "pass" },
  { name = "another format by parameter", evidence = bill("swid", 3), params = { formats = { "swid" } }, expect = "pass" },
  { name = "a bill of nothing", evidence = bill("cyclonedx", 0), expect = { outcome = "insufficient", message = "no part" } },
  { name = "a metric of a model is no part", expect = { outcome = "insufficient", message = "no part" }, evidence = { format = "cyclonedx",
    results = { { metric = "components", task = "m", value = 99 } } } },
  { name = "a bill that does not count", evidence = { format = "cyclonedx" }, expect = "insufficient" },
  { name = "no bill", evidence = { format = "pip-audit" }, expect = { outcome = "fail", message = "no file of evidence" } },
  { name = "evidence that was written by hand", evidence = { metrics = { components = 12 } }, expect = "fail" },
  { name = "no evidence", expect = "fail" },
}
