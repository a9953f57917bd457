return {
  {
    name = "evidence about this version",
    evidence = { subject = { name = "test-model", version = "1.0.0" }, metrics = { accuracy = 0.9 } },
    expect = "pass",
  },
  {
    name = "evidence about nobody in particular",
    evidence = { metrics = { accuracy = 0.9 } },
    expect = "fail",
  },
  {
    name = "no evidence",
    expect = "insufficient",
  },
}
