local function parameters(tier, members)
  return { risk = { tier = tier }, lineage = { parameters = members } }
end

return {
  {
    name = "parameters and seed",
    model = parameters("high", { learning_rate = 0.1, seed = 42 }),
    expect = "pass",
  },
  {
    name = "a seed of 0 is a seed",
    model = parameters("high", { seed = 0 }),
    expect = "pass",
  },
  {
    name = "the high tier needs the seed",
    model = parameters("high", { learning_rate = 0.1 }),
    expect = { outcome = "missing", message = "seed" },
  },
  {
    name = "other tiers are only advised",
    model = parameters("minimal", { learning_rate = 0.1 }),
    expect = "pass",
  },
  {
    name = "a seed is a number",
    model = parameters("high", { seed = "random" }),
    expect = { outcome = "insufficient", message = "seed" },
  },
  {
    name = "an empty table records nothing",
    model = parameters("minimal", {}),
    expect = "insufficient",
  },
  {
    name = "no parameters at all",
    expect = "missing",
  },
}
