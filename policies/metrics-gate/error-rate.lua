-- Few requests end in an error.
return {
  id     = "metrics-gate/error-rate",
  title  = "The error rate is within its bound",
  level  = "overridable",
  params = { metric = "error_rate", most = { 0.01, at_most = 0.05 } },
  remedy = "Find the inputs that fail; refuse them early or handle them.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    case:metric(params.metric):within(0, params.most)
  end,
}
