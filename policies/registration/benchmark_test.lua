local function metrics(members)
  return { metrics = members }
end

return {
  { name = "a possible figure", evidence = metrics { accuracy = 0.91 }, expect = "pass" },
  { name = "as much as can be", evidence = metrics { accuracy = 1 }, expect = "pass" },
  { name = "as little as can be", evidence = metrics { auc = 0 }, expect = "pass" },
  { name = "any figure is a benchmark", evidence = metrics { bleu = 31.5 }, expect = "pass" },
  { name = "a share above one", evidence = metrics { accuracy = 91 },
    expect = { outcome = "fail", message = "accuracy is no share" } },
  { name = "a share below nothing", evidence = metrics { auc = -0.1 }, expect = "fail" },
  { name = "an error below nothing", evidence = metrics { accuracy = 0.9, rmse = -1 },
    expect = { outcome = "fail", message = "rmse is no number" } },
  { name = "not a number", evidence = metrics { accuracy = 0 / 0, bleu = 3 }, expect = "fail" },
  { name = "no figure at all", evidence = metrics {}, expect = "insufficient" },
}
