return {
  { name = "exactly the floor is enough", evidence = { metrics = { accuracy = 0.90 } }, expect = "pass" },
  { name = "below it is not", evidence = { metrics = { accuracy = 0.89 } }, expect = { outcome = "fail", message = "0\\.890" } },
  { name = "no figure is missing", evidence = { metrics = { auc = 0.9 } }, expect = "missing" },
  { name = "no number is insufficient", evidence = { metrics = { accuracy = "N/A" } }, expect = "insufficient" },
}
