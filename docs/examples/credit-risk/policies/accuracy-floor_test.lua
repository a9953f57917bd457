return {
  { name = "exactly the floor is enough", evidence = { metrics = { accuracy = 0.60 } }, expect = "pass" },
  { name = "below it is not", evidence = { metrics = { accuracy = 0.59 } }, expect = "fail" },
  { name = "no figure", evidence = { metrics = { auc = 0.9 } }, expect = "missing" },
  { name = "no number", evidence = { metrics = { accuracy = { text = "N/A" } } }, expect = "insufficient" },
}
