return {
  id    = "credit/latency",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    case:metric("latency_p99_ms"):at_most(50)
  end,
}
