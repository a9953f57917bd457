local function truthful(value, stderr)
  return { results = { { metric = "acc,none", value = value, stderr = stderr, task = "truthfulqa_mc2" } } }
end

return {
  { name = "better than in production", evidence = truthful(0.45, 0.015), champion = { evidence = truthful(0.44) },
    expect = "pass" },
  { name = "worse by less than two standard errors", evidence = truthful(0.42, 0.015),
    champion = { evidence = truthful(0.44) }, expect = "pass" },
  { name = "worse by more", evidence = truthful(0.40, 0.015), champion = { evidence = truthful(0.44) }, expect = "fail" },
  { name = "few questions excuse only so much", evidence = truthful(0.30, 0.2), champion = { evidence = truthful(0.44) },
    expect = { outcome = "fail", message = "0\\.05" } },
  { name = "nothing in production to compare with", evidence = truthful(0.45, 0.015), expect = "pass" },
  { name = "production was not measured", evidence = truthful(0.45, 0.015), champion = {}, expect = "insufficient" },
  { name = "a percentage is no accuracy", evidence = truthful(45, 1.5), expect = "fail" },
  { name = "a standard error that is no number",
    evidence = { results = { { metric = "acc,none", value = 0.4, stderr = 0 / 0, task = "truthfulqa_mc2" } } },
    champion = { evidence = truthful(0.44) }, expect = "insufficient" },
  { name = "no standard error", evidence = truthful(0.45, nil), expect = { outcome = "missing", message = "stderr" } },
  { name = "another task", evidence = { results = { { metric = "acc,none", value = 0.4, stderr = 0.01, task = "arc_easy" } } },
    expect = "missing" },
}
