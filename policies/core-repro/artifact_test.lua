local service = { service = { provider = "example", model = "large-1", snapshot = "2026-09-01" } }

return {
  {
    name = "a path is digested when it is judged",
    model = { artifact = { path = "model/" } },
    expect = "pass",
  },
  {
    name = "a declared digest",
    model = { artifact = { digest = "sha256:" .. ("ab"):rep(32) } },
    expect = "pass",
  },
  {
    name = "a service is not enough for the high tier",
    model = { risk = { tier = "high" }, artifact = service },
    expect = "fail",
  },
  {
    name = "a service of a lower tier has no bytes to judge",
    model = { risk = { tier = "limited" }, artifact = service },
    expect = "not_applicable",
  },
  {
    name = "no artifact",
    expect = "missing",
  },
}
