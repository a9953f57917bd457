local function use(word)
  return { risk = { use = word } }
end

return {
  { name = "a use that no annex names", model = use("forecasting"), expect = "pass" },
  { name = "a use that Annex III names", model = use("credit"), expect = { outcome = "fail", message = "Annex III 5\\(b\\)" } },
  { name = "a use that Annex I stands for", model = use("medical-device"), expect = { outcome = "fail", message = "Annex I " } },
  { name = "a use that nobody knows", model = use("alchemy"),
    expect = { outcome = "insufficient", message = "none of 38 .*, assistant first" } },
  { name = "no use", expect = "missing" },
}
