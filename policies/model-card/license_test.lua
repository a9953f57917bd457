local function license(terms)
  return { card = { license = terms } }
end

return {
  { name = "an allowed id", evidence = license "Apache-2.0", expect = "pass" },
  { name = "as the hub writes it", evidence = license "apache-2.0", expect = "pass" },
  { name = "one of two by choice", evidence = license "GPL-3.0-only OR MIT", expect = "pass" },
  {
    name = "an id that is not allowed",
    evidence = license "AGPL-3.0-only",
    expect = { outcome = "fail", message = "AGPL-3\\.0-only is not allowed" },
  },
  {
    name = "another one by parameter",
    evidence = license "MPL-2.0",
    params = { allowed = { "MPL-2.0" } },
    expect = "pass",
  },
  { name = "other is anything", evidence = license "other", expect = "fail" },
  { name = "a list, and one of them is not allowed", evidence = license { "mit", "cc-by-nc-4.0" }, expect = "fail" },
  { name = "an empty text", evidence = license "", expect = "fail" },
  { name = "no license", evidence = { card = { datasets = { "loans" } } }, expect = "missing" },
  { name = "no card", evidence = { metrics = { accuracy = 0.9 } }, expect = "missing" },
}
