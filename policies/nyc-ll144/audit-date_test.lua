local function audited(date)
  return { declarations = { ["nyc-ll144"] = { applies = true, audit = { date = date } } } }
end
local now = "2026-11-20T12:00:00Z"

return {
  { name = "this year", now = now, model = audited("2026-03-01"), expect = "pass" },
  { name = "a year ago to the day", now = now, model = audited("2025-11-20"), expect = "pass" },
  { name = "a day longer ago", now = now, model = audited("2025-11-19"), expect = { outcome = "fail", message = "366 days ago" } },
  { name = "planned for the future", now = now, model = audited("2026-12-01"), expect = { outcome = "fail", message = "in the future" } },
  { name = "spring is no date", now = now, model = audited("spring 2026"), expect = "insufficient" },
  { name = "no audit", now = now, model = audited(nil), expect = { outcome = "missing", message = "audit" } },
  { name = "the law does not apply", now = now, model = { declarations = { ["nyc-ll144"] = { applies = false } } }, expect = "not_applicable" },
  { name = "nobody says whether it applies", now = now, expect = "missing" },
}
