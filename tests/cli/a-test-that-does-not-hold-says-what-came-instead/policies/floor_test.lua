return {
  { name = "holds", evidence = { metrics = { accuracy = 0.95 } }, expect = "pass" },
  { name = "another outcome", evidence = { metrics = { accuracy = 0.89 } }, expect = "pass" },
  { name = "another message", evidence = { metrics = { accuracy = 0.89 } }, expect = { outcome = "fail", message = "0\\.5" } },
  { name = "a manifest that is refused", model = { naem = "x" }, expect = "fail" },
  { name = "a parameter past its bound", params = { floor = 0.1 }, expect = "fail" },
}
