local function scope(facts)
  return { declarations = { ["nyc-ll144"] = facts } }
end

return {
  { name = "it applies", model = scope { applies = true }, expect = "pass" },
  { name = "it does not, with the reason", model = scope { applies = false, reason = "no tool for hiring" }, expect = "pass" },
  { name = "it does not, without a reason", model = scope { applies = false }, expect = { outcome = "missing", message = "reason" } },
  { name = "it does not, for a reason to be found", model = scope { applies = false, reason = "TBD" }, expect = "insufficient" },
  { name = "yes is not true", model = scope { applies = "yes" }, expect = "insufficient" },
  { name = "a key spelt wrong is no answer", model = scope { aplies = true }, expect = { outcome = "missing", message = "applies" } },
  { name = "nothing declared", expect = "missing" },
}
