local function tier(word)
  return { risk = { tier = word } }
end

return {
  { name = "as before", model = tier("limited"), champion = { model = tier("limited") }, expect = "pass" },
  { name = "raised", model = tier("limited"), champion = { model = tier("minimal") }, expect = "pass" },
  { name = "lowered", model = tier("limited"), champion = { model = tier("high") },
    expect = { outcome = "fail", message = "is limited, in production it is high" } },
  { name = "lower than a champion without a tier, which counts as high", model = tier("limited"),
    champion = { model = {} }, expect = "fail" },
  { name = "neither has a tier, so both are high", champion = { model = {} }, expect = "pass" },
  { name = "nothing in production", model = tier("minimal"), expect = "not_applicable" },
}
