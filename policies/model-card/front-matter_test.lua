local function card(license, datasets, metrics)
  return { card = { license = license, datasets = datasets, metrics = metrics } }
end

return {
  { name = "all three are named", evidence = card("mit", { "loans" }, { "accuracy" }), expect = "pass" },
  { name = "a text in place of a list", evidence = card("mit", "loans", "accuracy"), expect = "pass" },
  {
    name = "one key is enough by parameter",
    evidence = { card = { license = "mit" } },
    params = { keys = { "license" } },
    expect = "pass",
  },
  {
    name = "an empty list names nothing",
    evidence = card("mit", {}, { "accuracy" }),
    expect = { outcome = "insufficient", message = "datasets names nothing" },
  },
  { name = "an empty text", evidence = card("mit", { "loans" }, " "), expect = "insufficient" },
  {
    name = "no metrics",
    evidence = card("mit", { "loans" }, nil),
    expect = { outcome = "insufficient", message = "has no metrics" },
  },
  {
    name = "an index that is not what it should be",
    evidence = { card = { license = "mit", datasets = { "loans" }, metrics = { "accuracy" },
                          problems = { "README.md:9:5: a result of the model-index has no data set" } } },
    expect = { outcome = "fail", message = "has no data set" },
  },
  { name = "no card", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
