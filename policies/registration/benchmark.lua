-- There is a benchmark, and its figures are possible.
--
-- Not whether they are good: that is for the gates that follow. A share above one, an error below
-- nothing or a figure that is no number says that the evaluation itself went wrong.
local documents = require "documents"
local results = require "results"

local shares = { "accuracy", "auc", "roc_auc", "precision", "recall", "f1", "f1_score", "balanced_accuracy", "average_precision" }
local never_negative = { "mse", "rmse", "mae", "log_loss", "brier_score", "perplexity", "latency_p50_ms", "latency_p95_ms", "latency_p99_ms" }

return {
  id     = "registration/benchmark",
  title  = "A benchmark was run, and its figures are possible",
  level  = "mandatory",
  cites  = { "NIST AI RMF MEASURE 2.5", "EU AI Act Art. 15(3)" },
  remedy = "Evaluate the model and name the file under evidence; where a figure is impossible, mend the evaluation.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local found = 0
    for _, result in ipairs(results.all(case)) do
      if type(documents.member(result, "value")) == "number" then
        found = found + 1
      end
    end
    if found == 0 then
      return case:insufficient("no evidence has a figure", { control = "figures", observed = found })
    end
    case:pass(found .. " figures are there", { control = "figures", observed = found })
    for _, metric in ipairs(shares) do
      for _, result in ipairs(results.named(case, metric)) do
        local value = documents.member(result, "value")
        if not (type(value) == "number" and value >= 0 and value <= 1) then
          case:fail(metric .. " is no share from 0 to 1", { control = metric, evidence = result })
        end
      end
    end
    for _, metric in ipairs(never_negative) do
      for _, result in ipairs(results.named(case, metric)) do
        local value = documents.member(result, "value")
        if not (type(value) == "number" and value >= 0) then
          case:fail(metric .. " is no number from 0", { control = metric, evidence = result })
        end
      end
    end
  end,
}
