local function k(of)
  return { metrics = { k_anonymity = of } }
end

return {
  { name = "five of a kind", evidence = k(5), expect = "pass" },
  { name = "four", evidence = k(4), expect = { outcome = "fail", message = "short by 1" } },
  { name = "eleven are wanted by parameter", evidence = k(10), params = { k = 11 }, expect = "fail" },
  { name = "a text is no number", evidence = k { text = "high" }, expect = "insufficient" },
  { name = "declared, and not measured", model = { declarations = { privacy = { k_anonymity = 50 } } }, expect = "missing" },
}
