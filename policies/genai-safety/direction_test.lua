local function toxicity(higher)
  return { results = { { metric = "perspective_api_toxicity_score,none", value = 0.03, higher_is_better = higher } } }
end

return {
  { name = "less is better", evidence = toxicity(false), expect = "pass" },
  { name = "more is better", evidence = toxicity(true), expect = { outcome = "fail", message = "more of perspective" } },
  { name = "it is not said", evidence = toxicity(nil), expect = { outcome = "insufficient", message = "does not say" } },
  { name = "of another metric more may be better",
    evidence = { results = { { metric = "acc,none", value = 0.9, higher_is_better = true } } },
    expect = { outcome = "insufficient", message = "no figure of the kind" } },
  { name = "no evidence", expect = "insufficient" },
}
