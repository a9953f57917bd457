local function people(attribute, value, selected, refused)
  return { attribute = attribute, value = value, counts = { tp = selected, fp = 0, tn = refused, fn = 0 } }
end

local function groups(...)
  return { groups = { people("sex", "Female", 400, 600), people("sex", "Male", 410, 590), ... } }
end

return {
  { name = "a tenth apart is the most", evidence = groups(people("race", "a", 500, 500), people("race", "b", 400, 600)),
    expect = "pass" },
  { name = "more than that", evidence = groups(people("race", "a", 500, 500), people("race", "b", 399, 601)),
    expect = { outcome = "fail", message = "selection_rate difference of race=a to race=b" } },
  { name = "close together", evidence = groups(people("race", "a", 500, 500), people("race", "b", 480, 520)),
    expect = "pass" },
  { name = "the middle group is neither",
    evidence = groups(people("race", "a", 450, 550), people("race", "b", 500, 500), people("race", "c", 410, 590)),
    expect = "pass" },
  { name = "few people", evidence = groups(people("race", "a", 500, 500), people("race", "b", 480, 520), people("race", "c", 20, 9)),
    expect = "pass" },
  { name = "few people of no small share", evidence = groups(people("race", "a", 50, 50), people("race", "b", 48, 52), people("race", "c", 5, 5)),
    expect = { outcome = "insufficient", message = "race=c has 10" } },
  { name = "only one group", evidence = groups(people("race", "a", 500, 500)), expect = "insufficient" },
  { name = "none", evidence = groups(), expect = "missing" },
}
