return {
  {
    name = "exactly the floor is enough",
    evidence = { metrics = { accuracy = 0.80 } },
    expect = "pass",
  },
  {
    name = "a hair below is not",
    evidence = { metrics = { accuracy = 0.7999 } },
    expect = { outcome = "fail", message = "accuracy is 0\\.79" },
  },
  {
    name = "another metric by parameter",
    evidence = { metrics = { auc = 0.9 } },
    params = { metric = "auc", floor = 0.85 },
    expect = "pass",
  },
  {
    name = "a metric of another name is not the one that is asked for",
    evidence = { metrics = { acuracy = 0.99 } },
    expect = { outcome = "missing", message = "did you mean" },
  },
  {
    name = "not a number",
    evidence = { metrics = { accuracy = 0 / 0 } },
    expect = "insufficient",
  },
}
