local function share(value, n)
  return { metrics = { share = { value = value, n = n } } }
end

-- What the interval's upper end is printed as, to four digits: Newcombe (1998), table I, method 3.
local function upper(name, value, n, most, outcome)
  return { name = name, evidence = share(value, n), params = { most = most }, expect = outcome }
end

return {
  upper("81 of 263 may be 0.3662", 81 / 263, 263, 0.36625, "pass"),
  upper("and no less", 81 / 263, 263, 0.36615, "fail"),
  upper("15 of 148 may be 0.1605", 15 / 148, 148, 0.16055, "pass"),
  upper("and no less than 0.1605", 15 / 148, 148, 0.16045, "fail"),
  upper("none of 20 may be 0.1611", 0, 20, 0.16115, "pass"),
  upper("and not nothing", 0, 20, 0.16105, "fail"),
  upper("1 of 29 may be 0.1718", 1 / 29, 29, 0.17185, "pass"),
  upper("and no less than 0.1718", 1 / 29, 29, 0.17175, "fail"),
  { name = "all of them", evidence = share(1, 1000), expect = { outcome = "fail", message = "may be 1\\.000" } },
  { name = "too few tries", evidence = share(0, 19), expect = { outcome = "insufficient", message = "19 tries" } },
  { name = "half a try", evidence = share(0, 100.5), expect = "insufficient" },
  { name = "a percentage is no share", evidence = share(2, 1000), expect = { outcome = "insufficient", message = "no share" } },
  { name = "below nothing", evidence = share(-0.1, 1000), expect = "insufficient" },
  { name = "a text is no share", evidence = { metrics = { share = { text = "few", n = 1000 } } }, expect = "insufficient" },
  { name = "how many tries is not said", evidence = { metrics = { share = 0 } }, expect = "missing" },
  { name = "not measured", expect = "missing" },
}
