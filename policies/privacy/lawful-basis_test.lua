local function privacy(members)
  return { declarations = { privacy = members } }
end

return {
  { name = "one of the six", model = privacy { personal_data = true, lawful_basis = "contract" }, expect = "pass" },
  { name = "a seventh", model = privacy { personal_data = true, lawful_basis = "curiosity" },
    expect = { outcome = "fail", message = "curiosity" } },
  { name = "no personal data", model = privacy { personal_data = false }, expect = "not_applicable" },
  { name = "no basis", model = privacy { personal_data = true }, expect = { outcome = "missing", message = "lawful_basis" } },
  { name = "a name that is spelt wrong", model = privacy { personal_data = true, lawfull_basis = "contract" },
    expect = { outcome = "missing", message = "did you mean" } },
  { name = "yes in words", model = privacy { personal_data = "yes", lawful_basis = "contract" }, expect = "insufficient" },
  { name = "nothing is declared", expect = "missing" },
}
