local function kept(purpose, days)
  return { declarations = { privacy = { personal_data = true, purpose = purpose, retention_days = days } } }
end

local why = "Scoring of consumer credit applications"

return {
  { name = "a purpose and five years", model = kept(why, 1825), expect = "pass" },
  { name = "a day too long", model = kept(why, 1826), expect = { outcome = "fail", message = "retention_days" } },
  { name = "longer by parameter", model = kept(why, 3650), params = { longest = 3650 }, expect = "pass" },
  { name = "no day at all", model = kept(why, 0), expect = "fail" },
  { name = "a purpose to be written", model = kept("TBD", 365), expect = { outcome = "insufficient", message = "purpose" } },
  { name = "for ever", model = kept(why, "for ever"), expect = "insufficient" },
  { name = "no end", model = kept(why, nil), expect = { outcome = "missing", message = "retention_days" } },
  { name = "no purpose", model = kept(nil, 365), expect = { outcome = "missing", message = "purpose" } },
  { name = "no personal data", model = { declarations = { privacy = { personal_data = false } } }, expect = "not_applicable" },
  { name = "nothing is declared", expect = "missing" },
}
