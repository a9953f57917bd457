local function suite(passed, total)
  return { suites = { { name = "fairness-check", passed = passed, total = total } } }
end

return {
  { name = "46 of 50", evidence = suite(46, 50), expect = "pass" },
  { name = "exactly nine in ten is not more", evidence = suite(45, 50), expect = "fail" },
  { name = "a suite of no tests proves nothing", evidence = suite(0, 0), expect = "insufficient" },
  { name = "no such suite", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
