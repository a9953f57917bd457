local function people(attribute, value, tp, fp, tn, fn)
  return { attribute = attribute, value = value, counts = { tp = tp, fp = fp, tn = tn, fn = fn } }
end

local function groups(...)
  return { groups = { people("sex", "Female", 400, 40, 460, 100), people("sex", "Male", 400, 40, 460, 100), ... } }
end

return {
  { name = "the same errors in both", expect = "pass",
    evidence = groups(people("race", "a", 80, 10, 90, 20), people("race", "b", 400, 50, 450, 100)) },
  { name = "one group's positives are missed more often",
    expect = { outcome = "fail", message = "true_positive_rate difference of race=a to race=b is 0\\.2" },
    evidence = groups(people("race", "a", 80, 10, 90, 20), people("race", "b", 300, 50, 450, 200)) },
  { name = "the published errors of COMPAS",
    expect = { outcome = "fail", message = "false_positive_rate difference of race=African-American to race=Caucasian is 0\\.214" },
    evidence = groups(people("race", "African-American", 1369, 805, 990, 532), people("race", "Caucasian", 505, 349, 1139, 461)) },
  { name = "within the bound but beyond the advice", expect = "pass",
    evidence = groups(people("race", "a", 80, 10, 90, 20), people("race", "b", 360, 50, 450, 140)) },
  { name = "a group without positives cannot be measured",
    expect = { outcome = "insufficient", message = "race=b has 0 people of one outcome" },
    evidence = groups(people("race", "a", 80, 10, 90, 20), people("race", "b", 0, 50, 450, 0)) },
  { name = "counts of selection alone", expect = { outcome = "insufficient", message = "hold no errors" },
    evidence = groups(people("race", "a", 80, 0, 90, 0), people("race", "b", 40, 0, 450, 0)) },
  { name = "only one group", expect = "insufficient", evidence = groups(people("race", "a", 80, 10, 90, 20)) },
  { name = "none", evidence = groups(), expect = "missing" },
}
