local function judge(members)
  return { declarations = { ["genai-safety"] = { judge = members } } }
end

local function revision(text)
  return judge { used = true, model = "judge-large", revision = text }
end

return {
  { name = "a commit", model = revision(("ab12"):rep(10)), expect = "pass" },
  { name = "a digest", model = revision("sha256:" .. ("cd"):rep(32)), expect = "pass" },
  { name = "a dated snapshot", model = revision("judge-large-2026-08-06"), expect = "pass" },
  { name = "a date without hyphens", model = revision("judge-large-20260806"), expect = "pass" },
  { name = "the latest", model = revision("latest"), expect = { outcome = "fail", message = "judge\\.revision" } },
  { name = "the latest of some day", model = revision("latest-2026-08-06"), expect = "fail" },
  { name = "a name alone", model = revision("judge-large"), expect = "fail" },
  { name = "digits that are no date", model = revision("judge-120260806123"), expect = "fail" },
  { name = "no model judged", model = judge { used = false }, expect = "not_applicable" },
  { name = "a judge without a name", model = judge { used = true, model = "TBD", revision = ("ab12"):rep(10) },
    expect = { outcome = "insufficient", message = "says nothing" } },
  { name = "yes in words", model = judge { used = "yes" }, expect = "insufficient" },
  { name = "no revision", model = judge { used = true, model = "judge-large" }, expect = { outcome = "missing", message = "revision" } },
  { name = "nothing is declared", expect = "missing" },
}
