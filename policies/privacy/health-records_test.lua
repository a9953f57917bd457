local function kept(years, controls)
  return { declarations = { privacy = { health_data = true, records = { years = years, audit_controls = controls } } } }
end

local logs = "access log of the feature store, reviewed monthly"

return {
  { name = "six years", model = kept(6, logs), expect = "pass" },
  { name = "five", model = kept(5, logs), expect = { outcome = "fail", message = "short by 1" } },
  { name = "in words", model = kept("six", logs), expect = "insufficient" },
  { name = "nobody records who looked", model = kept(6, nil), expect = { outcome = "missing", message = "audit_controls" } },
  { name = "controls that are still to come", model = kept(6, "TBD"), expect = "insufficient" },
  { name = "no health data", model = { declarations = { privacy = { health_data = false } } }, expect = "not_applicable" },
  { name = "nothing is declared", expect = "missing" },
}
