local function people(attribute, value, selected, refused)
  return { attribute = attribute, value = value, counts = { tp = selected, fp = 0, tn = refused, fn = 0 } }
end

local function groups(...)
  return { groups = { people("sex", "Female", 400, 600), people("sex", "Male", 420, 580), ... } }
end

return {
  { name = "exactly four fifths is enough", evidence = groups(people("race", "a", 500, 500), people("race", "b", 400, 600)),
    expect = "pass" },
  { name = "one person less is not", evidence = groups(people("race", "a", 500, 500), people("race", "b", 399, 601)),
    expect = { outcome = "fail", message = "impact ratio of race=b is 0\\.798" } },
  { name = "the figures of COMPAS, where the lower score is the favourable decision",
    evidence = groups(
      { attribute = "race", value = "African-American", favourable = "negative",
        counts = { tp = 1369, fp = 805, tn = 990, fn = 532 } },
      { attribute = "race", value = "Caucasian", favourable = "negative",
        counts = { tp = 505, fp = 349, tn = 1139, fn = 461 } }),
    expect = { outcome = "fail", message = "impact ratio of race=African-American is 0\\.632" } },
  { name = "a low ratio of few people is not decided",
    evidence = groups(people("race", "a", 20, 20), people("race", "b", 15, 25)),
    expect = { outcome = "insufficient", message = "may be chance" } },
  { name = "a group of no small share is too small to be judged",
    evidence = groups(people("race", "a", 50, 50), people("race", "b", 50, 50), people("race", "c", 10, 10)),
    expect = { outcome = "insufficient", message = "race=c has 20 people" } },
  { name = "a group of nine among two thousand is named, not judged",
    evidence = groups(people("race", "a", 500, 500), people("race", "b", 450, 550), people("race", "c", 0, 9)),
    expect = "pass" },
  { name = "one group alone cannot be compared", evidence = groups(people("race", "a", 500, 500)),
    expect = { outcome = "insufficient", message = "fewer than two groups" } },
  { name = "no groups of one attribute", evidence = groups(), expect = { outcome = "missing", message = "groups of race" } },
}
