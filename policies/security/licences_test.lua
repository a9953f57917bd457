local function licensed(licences, data, models)
  return { lineage = { data = data, models = models }, declarations = { security = { licences = licences } } }
end

local loans, base = { { name = "loans" } }, { { name = "base-lm" } }

return {
  { name = "the model and its data", model = licensed({ model = "MIT", data = { loans = "CC0-1.0" } }, loans), expect = "pass" },
  { name = "and its base model",
    model = licensed({ model = "MIT", data = { loans = "CC0-1.0" }, models = { ["base-lm"] = "apache-2.0" } }, loans, base),
    expect = "pass" },
  { name = "the base model's terms are not allowed",
    model = licensed({ model = "MIT", data = { loans = "CC0-1.0" }, models = { ["base-lm"] = "llama2" } }, loans, base),
    expect = { outcome = "fail", message = "base model base-lm: llama2 is not allowed" } },
  { name = "nor are the data's", model = licensed({ model = "MIT", data = { loans = "CC-BY-NC-4.0" } }, loans), expect = "fail" },
  { name = "nor are the model's own", model = licensed({ model = "AGPL-3.0-only", data = { loans = "MIT" } }, loans), expect = "fail" },
  { name = "other terms by parameter", model = licensed({ model = "AGPL-3.0-only", data = { loans = "AGPL-3.0-only" } }, loans),
    params = { allowed = { "AGPL-3.0-only" } }, expect = "pass" },
  { name = "a data set that is not declared", model = licensed({ model = "MIT", data = { loan = "MIT" } }, loans),
    expect = { outcome = "missing", message = "did you mean" } },
  { name = "base models, and none is declared", model = licensed({ model = "MIT", data = { loans = "MIT" } }, loans, base),
    expect = { outcome = "missing", message = "licences.models" } },
  { name = "no data in the lineage", model = licensed({ model = "MIT" }, nil, base),
    expect = "missing" },
  { name = "nothing is declared", model = { lineage = { data = loans } }, expect = { outcome = "missing", message = "declarations" } },
  { name = "no lineage", expect = { outcome = "missing", message = "lineage" } },
}
