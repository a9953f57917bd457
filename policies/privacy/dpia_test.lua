local now = "2026-06-30T12:00:00Z"

local function assessed(reference, date)
  return { risk = { tier = "high" },
           declarations = { privacy = { personal_data = true, dpia = { reference = reference, date = date } } } }
end

return {
  { name = "last year", now = now, model = assessed("DPIA-2025-014", "2025-06-30"), expect = "pass" },
  { name = "too long ago", now = now, model = assessed("DPIA-2024-003", "2024-06-29"),
    expect = { outcome = "fail", message = "731 days ago" } },
  { name = "longer by parameter", now = now, model = assessed("DPIA-2024-003", "2024-06-29"), params = { days = 1095 },
    expect = "pass" },
  { name = "tomorrow", now = now, model = assessed("DPIA-2026-020", "2026-07-01"),
    expect = { outcome = "fail", message = "in the future" } },
  { name = "a reference that is still to come", now = now, model = assessed("pending", "2026-01-01"), expect = "insufficient" },
  { name = "a date that is none", now = now, model = assessed("DPIA-2026-020", "spring 2026"), expect = "insufficient" },
  { name = "no date", now = now, model = assessed("DPIA-2026-020", nil), expect = { outcome = "missing", message = "dpia.date" } },
  { name = "no assessment", model = { declarations = { privacy = { personal_data = true } } }, expect = "missing" },
  { name = "no personal data", model = { declarations = { privacy = { personal_data = false } } }, expect = "not_applicable" },
  { name = "nothing is declared", expect = "missing" },
}
