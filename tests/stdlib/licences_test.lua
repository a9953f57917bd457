local function trial(name, licence, outcome, message)
  return {
    name = name,
    evidence = { card = { license = licence } },
    expect = { outcome = outcome, message = message or "allowed" },
  }
end

return {
  trial("an id", "MIT", "pass"),
  trial("in small letters", "apache-2.0", "pass"),
  trial("another id", "AGPL-3.0-only", "fail", "AGPL-3\\.0-only is not allowed"),
  trial("one of two is enough", "GPL-3.0-only OR MIT", "pass"),
  trial("both are needed", "MIT AND GPL-3.0-only", "fail", "GPL-3\\.0-only is not allowed"),
  trial("both are there", "MIT and Apache-2.0", "pass"),
  trial("AND goes before OR", "GPL-3.0-only AND MIT OR Apache-2.0", "pass"),
  trial("neither way", "GPL-3.0-only AND MIT OR BSD-4-Clause", "fail", "GPL-3\\.0-only"),
  trial("an exception as it is listed", "GPL-2.0-only with  Classpath-exception-2.0", "pass"),
  trial("an exception that is not listed", "MIT WITH LLVM-exception", "fail", "MIT WITH LLVM-exception is not"),
  trial("parentheses are not read", "(MIT OR Apache-2.0)", "fail", "\\(MIT is not allowed"),
  trial("an operator without its other side", "MIT AND ", "fail", "MIT AND is not allowed"),
  trial("a list of allowed ones", { "MIT", "Apache-2.0" }, "pass"),
  trial("a list with one that is not", { "MIT", "other" }, "fail", "other is not allowed"),
  trial("an empty text", " ", "fail", "no text"),
  { name = "no licence", evidence = { card = { datasets = { "glue" } } }, expect = "missing" },
}
