return {
  { name = "small enough", evidence = { metrics = { ece = 0.05 } }, expect = "pass" },
  { name = "too large", evidence = { metrics = { ece = 0.051 } }, expect = "fail" },
  { name = "below zero is no error of calibration", evidence = { metrics = { ece = -0.01 } }, expect = "fail" },
  { name = "a text is no figure", evidence = { metrics = { ece = { value = nil, text = "n/a" } } }, expect = "insufficient" },
  { name = "not measured", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
