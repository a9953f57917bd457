-- A run that was cut short to try whether it works is not evidence.
--
-- Harnesses take a limit, of questions or of their share, for a first try; what comes out looks like
-- a result. Whatever was measured under a limit is refused, safety or not; and where the harness
-- counts the samples that a task has and those that ran, all have run.
local documents = require "documents"
local results = require "results"

-- The figures without a limit, counted, and the results that have one.
local function sorted_out(case)
  local whole, limited = 0, {}
  for _, result in ipairs(results.all(case)) do
    if documents.member(result, "limit") then
      table.insert(limited, result)
    elseif math.type(documents.member(result, "value")) then
      whole = whole + 1
    end
  end
  return whole, limited
end

local function judge_limits(case, whole, limited)
  local first = limited[1]
  if first then
    local named = first.metric .. " of " .. (documents.member(first, "task") or "no task")
    case:fail(named .. " was measured under a limit of " .. first.limit .. ", and so were " .. #limited - 1 .. " more figures",
              { control = "limit", observed = first.limit, evidence = first })
  end
  if whole > 0 then
    case:pass("figures that were measured without a limit: " .. whole, { control = "without a limit" })
  elseif not first then
    case:insufficient("there is no figure", { control = "without a limit" })
  end
end

local function judge_samples(case, task, samples)
  local original, effective = documents.member(samples, "original"), documents.member(samples, "effective")
  local details = { control = task .. " samples", observed = effective, expected = original, evidence = samples }
  if not math.type(original) or not math.type(effective) then
    case:insufficient("how many samples " .. task .. " has and how many ran is not said", details)
  elseif effective == original then
    case:pass("all " .. original .. " samples of " .. task .. " ran", details)
  else
    case:fail(effective .. " of " .. original .. " samples of " .. task .. " ran", details)
  end
end

local function judge_harness(case, evidence)
  local told = documents.member(evidence, "card") or {}
  local evaluation = documents.member(told, "evaluation") or {}
  for task, samples in pairs(documents.member(evaluation, "n-samples") or {}) do
    judge_samples(case, task, samples)
  end
end

return {
  id     = "genai-safety/samples",
  title  = "No result was measured on a part of its task",
  level  = "mandatory",
  cites  = { "NIST AI RMF MEASURE 2.5" },
  remedy = "Run the evaluation again without a limit (--limit of lm-eval), and name that file under evidence in place of the other.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    judge_limits(case, sorted_out(case))
    for _, evidence in ipairs(case.evidence) do
      judge_harness(case, evidence)
    end
  end,
}
