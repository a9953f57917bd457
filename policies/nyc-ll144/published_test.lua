local sample = require "sample"
local now = "2026-11-20T12:00:00Z"

local function published(url, date)
  return sample.facts { audit = { summary_url = url }, distribution_date = date }
end

return {
  { name = "on the web", now = now, to = "production", model = published("https://jobs.example/audit", "2025-01-15"), expect = "pass" },
  { name = "in a folder", now = now, to = "production", model = published("file:///audit.pdf", "2025-01-15"), expect = "fail" },
  { name = "distributed in the future", now = now, to = "production", model = published("https://jobs.example/audit", "2027-01-15"),
    expect = { outcome = "fail", message = "in the future" } },
  { name = "distributed at some time", now = now, to = "production", model = published("https://jobs.example/audit", "lately"), expect = "insufficient" },
  { name = "no address", now = now, to = "production", model = sample.facts { audit = {} }, expect = { outcome = "missing", message = "summary_url" } },
  { name = "the law does not apply", to = "production", model = sample.facts { applies = false }, expect = "not_applicable" },
}
