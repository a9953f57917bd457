local function ran(task)
  return { results = { { metric = "acc", value = 0.5, task = task } } }
end

return {
  { name = "of the task", evidence = ran("wmdp"), expect = "pass" },
  { name = "of whichever task", evidence = ran("arc"), params = { task = "" }, expect = "pass" },
  { name = "in the second file", evidence = { { metrics = {} }, ran("wmdp") }, expect = "pass" },
  { name = "one in each file", evidence = { { metrics = { auc = 1 } }, ran("wmdp") },
    expect = { outcome = "fail", message = "there are 2 results, 1 of them" } },
  { name = "of another task", evidence = ran("wmdpx"), expect = "missing" },
  { name = "no evidence", params = { task = "" }, expect = "missing" },
}
