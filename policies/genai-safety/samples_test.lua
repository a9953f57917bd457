local function accuracy(limit)
  return { metric = "acc,none", value = 0.5, limit = limit }
end

local function counted(original, effective)
  return { results = { accuracy(nil) },
           card = { evaluation = { ["n-samples"] = { bbq = { original = original, effective = effective } } } } }
end

-- Beside what ran under a limit stands what did not.
local function with(limit)
  return { results = { accuracy(limit), accuracy(nil) } }
end

return {
  { name = "the whole task", evidence = { results = { accuracy(nil) } }, expect = "pass" },
  { name = "a hundred questions", evidence = with(100),
    expect = { outcome = "fail", message = "acc,none of no task was measured under a limit of 100, and so were 0 more" } },
  { name = "a tenth of them", evidence = with(0.1), expect = "fail" },
  { name = "one of many", evidence = { { results = { accuracy(nil) } }, { results = { accuracy(10) } } }, expect = "fail" },
  { name = "a limit of nothing is a limit", evidence = with(0), expect = "fail" },
  { name = "nothing but a first try", evidence = { results = { accuracy(10) } }, expect = "fail" },
  { name = "every sample ran", evidence = counted(58492, 58492), expect = "pass" },
  { name = "some did not", evidence = counted(58492, 500),
    expect = { outcome = "fail", message = "500 of 58492 samples of bbq ran" } },
  { name = "how many there are is not said", evidence = counted(nil, 500), expect = "insufficient" },
  { name = "no number", evidence = { results = { { metric = "acc,none", text = "N/A" } } }, expect = "insufficient" },
  { name = "no result", evidence = { results = {} }, expect = { outcome = "insufficient", message = "no figure" } },
  { name = "no evidence", expect = "insufficient" },
}
