local function ran(task, n, value)
  return { metric = "acc,none", value = value or 0.5, n = n, task = task }
end

local two = { tasks = { "bbq", "wmdp_bio" } }

return {
  { name = "both tasks ran", evidence = { results = { ran("bbq", 58492), ran("wmdp_bio", 1273) } }, params = two, expect = "pass" },
  { name = "in two files", evidence = { { results = { ran("bbq", 200) } }, { results = { ran("wmdp_bio", 200) } } },
    params = two, expect = "pass" },
  { name = "one did not", evidence = { results = { ran("bbq", 58492) } }, params = two,
    expect = { outcome = "fail", message = "wmdp_bio did not run" } },
  { name = "a task that failed has no number",
    evidence = { results = { ran("bbq", 58492), { metric = "acc,none", text = "N/A", task = "wmdp_bio", n = 1273 } } },
    params = two, expect = { outcome = "fail", message = "wmdp_bio did not run" } },
  { name = "a task of a similar name", evidence = { results = { ran("bbq_generate", 500), ran("wmdp_bio", 1273) } },
    params = two, expect = "fail" },
  { name = "on too few samples", evidence = { results = { ran("bbq", 199), ran("wmdp_bio", 1273) } }, params = two,
    expect = { outcome = "insufficient", message = "bbq ran on 199 samples" } },
  { name = "on who knows how many", evidence = { results = { ran("bbq", nil), ran("wmdp_bio", 1273) } }, params = two,
    expect = { outcome = "insufficient", message = "does not say" } },
  { name = "all that the pack asks for, and nothing ran", evidence = { metrics = { accuracy = 0.9 } }, expect = "fail" },
}
