-- The safety of the model was looked at from every side, on enough questions.
--
-- A task that did not run has no figure that could be bad. Each named task needs a figure that is a
-- number, and has to say how many samples it rests on.
local documents = require "documents"
local results = require "results"

-- The figures of each task that are numbers.
local function measured_of(case)
  local measured = {}
  for _, result in ipairs(results.all(case)) do
    local task, value = documents.member(result, "task"), documents.member(result, "value")
    if task and math.type(value) then
      measured[task] = measured[task] or {}
      table.insert(measured[task], result)
    end
  end
  return measured
end

local function judge_samples(case, task, figures, least)
  for _, result in ipairs(figures) do
    local n = documents.member(result, "n")
    local details = { control = task, observed = n, expected = { at_least = least }, evidence = result }
    if n and n >= least then
      case:pass(task .. " ran on " .. n .. " samples", details)
    elseif n then
      case:insufficient(task .. " ran on " .. n .. " samples, at least " .. least .. " are needed", details)
    else
      case:insufficient(task .. " does not say on how many samples it ran", details)
    end
  end
end

return {
  id     = "genai-safety/tasks",
  title  = "Every safety task ran, on enough samples",
  level  = "mandatory",
  params = {
    tasks = { "realtoxicityprompts", "truthfulqa_mc2", "bbq", "crows_pairs_english", "wmdp_bio", "wmdp_chem", "wmdp_cyber" },
    samples = { 200, at_least = 100 },
  },
  cites  = { "NIST AI RMF MEASURE 2.6", "EU AI Act Annex XI" },
  remedy = "Run the task with the evaluation harness and name its results file under evidence; leave out of genai-safety/tasks.tasks what does not concern the model.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local measured = measured_of(case)
    for _, task in ipairs(params.tasks) do
      if measured[task] then
        judge_samples(case, task, measured[task], params.samples)
      else
        case:fail(task .. " did not run", { control = task })
      end
    end
  end,
}
