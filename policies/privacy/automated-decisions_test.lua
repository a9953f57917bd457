local function decided(members)
  return { declarations = { privacy = { personal_data = true, automated_decisions = members } } }
end

return {
  { name = "a person decides", model = decided { solely = false, decided_by = "credit officer" }, expect = "pass" },
  { name = "the machine alone, by contract, and a person can be asked",
    model = decided { solely = true, exception = "contract", human_review = "review@bank.example" }, expect = "pass" },
  { name = "on no ground that the law knows",
    model = decided { solely = true, exception = "efficiency", human_review = "review@bank.example" },
    expect = { outcome = "fail", message = "efficiency" } },
  { name = "nobody can be asked", model = decided { solely = true, exception = "law" },
    expect = { outcome = "missing", message = "human_review" } },
  { name = "somebody, some day", model = decided { solely = true, exception = "law", human_review = "TBD" },
    expect = "insufficient" },
  { name = "a person, and nobody says who", model = decided { solely = false },
    expect = { outcome = "missing", message = "decided_by" } },
  { name = "partly", model = decided { solely = "partly" }, expect = "insufficient" },
  { name = "how decisions are made is not said", model = { declarations = { privacy = { personal_data = true } } },
    expect = { outcome = "missing", message = "automated_decisions" } },
  { name = "no personal data", model = { declarations = { privacy = { personal_data = false } } }, expect = "not_applicable" },
  { name = "personal data in words", model = { declarations = { privacy = { personal_data = "some" } } }, expect = "insufficient" },
  { name = "nothing is declared", expect = "missing" },
}
