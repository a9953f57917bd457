local function declared(changes)
  local facts = { memo = "docs/memo.md", plan = "docs/plan.md", vendor = false, kind = "test", findings = {} }
  for key, value in pairs(changes or {}) do
    facts[key] = value
  end
  return { declarations = { test = facts } }
end

return {
  { name = "all of it", model = declared(), expect = { outcome = "pass", message = "test with 0" } },
  { name = "a placeholder says nothing", model = declared { memo = " T.B.D. " },
    expect = { outcome = "insufficient", message = "memo says nothing yet" } },
  { name = "what start leaves to a person says nothing", model = declared { memo = "FILL IN" }, expect = "insufficient" },
  { name = "a blank that is not seen says nothing", model = declared { memo = "\u{A0}\u{200B}" }, expect = "insufficient" },
  { name = "nor does a long dash", model = declared { memo = "\u{2014}" }, expect = "insufficient" },
  { name = "words of another script do", model = declared { memo = "\u{E0}\u{65B9}\u{91DD}" }, expect = "pass" },
  { name = "nor does a blank", model = declared { plan = " " }, expect = "insufficient" },
  { name = "a number is no text", model = declared { memo = 3 },
    expect = { outcome = "insufficient", message = "memo is no text" } },
  { name = "yes in words is no answer", model = declared { vendor = "yes" },
    expect = { outcome = "insufficient", message = "neither true nor false" } },
  { name = "a word of another list", model = declared { kind = "tests" },
    expect = { outcome = "fail", message = "one of \"historical\", \"test\" is required" } },
  { name = "a map is no list", model = declared { findings = { one = "yes" } },
    expect = { outcome = "insufficient", message = "is no list" } },
  { name = "a text is no list", model = declared { findings = "one" }, expect = "insufficient" },
  { name = "a name that is spelt wrong is absent", model = { declarations = { tests = {} } },
    expect = { outcome = "missing", message = "memo is absent" } },
  { name = "nothing declared", expect = "missing" },
}
