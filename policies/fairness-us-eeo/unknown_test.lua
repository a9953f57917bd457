local function people(attribute, value, selected, refused)
  return { attribute = attribute, value = value, counts = { tp = selected, fp = 0, tn = refused, fn = 0 } }
end

-- Half of each sex are selected, of so many people.
local function groups(all, ...)
  return { groups = { people("sex", "Female", all // 4, all // 4), people("sex", "Male", all // 4, all // 4), ... } }
end

return {
  { name = "everybody is known", expect = "pass",
    evidence = groups(2000, people("race", "a", 500, 500), people("race", "b", 450, 550)) },
  { name = "one in twenty is not", expect = { outcome = "pass", message = "5\\.0%" },
    evidence = groups(2000, people("race", "a", 475, 475), people("race", "b", 475, 475), people("race", "unknown", 50, 50)) },
  { name = "more, and they could hide something",
    expect = { outcome = "insufficient", message = "race=b could be as low as 0\\.750" },
    evidence = groups(2200, people("race", "a", 500, 500), people("race", "b", 450, 550), people("race", "unknown", 100, 100)) },
  { name = "more, but they cannot", expect = { outcome = "pass", message = "at least 0\\.8" },
    evidence = groups(2120, people("race", "a", 500, 500), people("race", "b", 500, 500), people("race", "unknown", 60, 60)) },
  { name = "whoever vanished from one attribute is unknown there",
    expect = { outcome = "insufficient", message = "race=b could be as low as" },
    evidence = groups(3000, people("race", "a", 500, 500), people("race", "b", 450, 550)) },
  { name = "nobody is selected", expect = { outcome = "insufficient", message = "nobody of a known one" },
    evidence = groups(300, people("race", "a", 0, 100), people("race", "b", 0, 100), people("race", "unknown", 0, 100)) },
  { name = "nobody at all", expect = { outcome = "insufficient", message = "there is nobody" },
    evidence = groups(0, people("race", "a", 0, 0), people("race", "b", 0, 0)) },
  { name = "one known group and many unknown", expect = "insufficient",
    evidence = groups(240, people("race", "a", 50, 100), people("race", "unknown", 50, 40)) },
  { name = "no groups", evidence = groups(100), expect = "missing" },
}
