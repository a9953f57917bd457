return {
  id    = "credit/tried",
  title = "A rule of this case",
  level = "mandatory",
  when   = { to = "production" },
  params = { floor = { 0.95, at_least = 0.5 } },

  check = function(case, params)
    if case.model.risk.tier == "high" then
      case:metric("accuracy"):at_least(params.floor)
    end
    local owner = case:optional("owner", "nobody")
    case:expect("risk.use"):matches("credit")
    case:advisory():fail("owner is " .. owner)
    local ttl = case.model.ttl_days
    case:pass("lasts " .. ttl)
  end,
}
