return {
  id    = "credit/named",
  title = "The model has a name",
  level = "advisory",
  when  = { to = { "canary", "production" }, tier = "high", from = "staging" },

  check = function(case, params)
    case:expect("name"):present()
  end,
}
