local function made_from(...)
  return { lineage = { models = { ... } } }
end

local function card(base)
  return { card = { license = "mit", base_model = base } }
end

local digest, commit = "sha256:" .. ("ab"):rep(32), ("cd12"):rep(10)

return {
  { name = "by digest", model = made_from { name = "base-lm", digest = digest }, expect = "pass" },
  { name = "by commit", model = made_from { name = "base-lm", version = commit }, expect = "pass" },
  { name = "two of them", model = made_from({ name = "base-lm", digest = digest }, { name = "adapter", version = commit }),
    expect = "pass" },
  { name = "a branch can be moved", model = made_from { name = "base-lm", version = "main" },
    expect = { outcome = "fail", message = "models.1..version" } },
  { name = "a name alone", model = made_from { name = "base-lm" }, expect = { outcome = "missing", message = "version" } },
  { name = "the card names one that the lineage does not", model = made_from { name = "base-lm", digest = digest },
    evidence = card "org/other-lm", expect = { outcome = "fail", message = "org/other-lm" } },
  { name = "the card names one, and no lineage does", evidence = card { "org/other-lm" }, expect = "fail" },
  { name = "the card names the one that is there, in other letters", model = made_from { name = "org/base-lm", version = "main" },
    evidence = card "Org/Base-LM", expect = { outcome = "fail", message = "models.1..version" } },
  { name = "made from nothing", expect = "not_applicable" },
  { name = "made from nothing, and the card says nothing else", evidence = card(nil), expect = "not_applicable" },
}
