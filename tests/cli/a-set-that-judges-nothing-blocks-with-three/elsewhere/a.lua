return {
  id    = "rule/canary",
  title = "A rule of this case",
  level = "mandatory",
  when  = { to = "canary" },

  check = function(case, params)
    case:expect("name"):present()
  end,
}
