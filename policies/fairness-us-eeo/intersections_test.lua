local function people(sex, race, selected, refused)
  return { attribute = "sex,race", value = { sex, race }, counts = { tp = selected, fp = 0, tn = refused, fn = 0 } }
end

return {
  { name = "all alike", expect = "pass",
    evidence = { groups = { people("F", "a", 500, 500), people("M", "a", 490, 510), people("F", "b", 480, 520) } } },
  { name = "one intersection far below", expect = { outcome = "fail", message = "sex,race=F,b" },
    evidence = { groups = { people("F", "a", 500, 500), people("M", "b", 490, 510), people("F", "b", 300, 700) } } },
  { name = "few people of one", expect = { outcome = "insufficient", message = "sex,race=F,b has 12 people" },
    evidence = { groups = { people("F", "a", 50, 50), people("M", "b", 50, 50), people("F", "b", 5, 7) } } },
  { name = "one alone", expect = "insufficient", evidence = { groups = { people("F", "a", 500, 500) } } },
  { name = "only single attributes", expect = { outcome = "missing", message = "groups of sex,race" },
    evidence = { groups = { { attribute = "sex", value = "F", counts = { tp = 1, fp = 1, tn = 1, fn = 1 } } } } },
}
