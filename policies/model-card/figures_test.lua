local function card(...)
  return { card = { sections = {} }, results = { ... } }
end

local function measured(...)
  return { results = { ... } }
end

local function accuracy(value, setting)
  local result = { metric = "accuracy", value = value }
  for name, of in pairs(setting or {}) do
    result[name] = of
  end
  return result
end

return {
  {
    name = "the same figure",
    evidence = { card(accuracy(0.914)), measured(accuracy(0.914)) },
    expect = "pass",
  },
  {
    name = "the same but for its last digits",
    evidence = { card(accuracy(0.914)), measured(accuracy(0.9140004)) },
    expect = "pass",
  },
  {
    name = "a harness tells of itself in a card, and is none",
    evidence = { card(accuracy(0.914)), { card = { evaluation = {} }, results = { accuracy(0.914) } } },
    expect = "pass",
  },
  {
    name = "another figure",
    evidence = { card(accuracy(0.914)), measured(accuracy(0.908)) },
    expect = { outcome = "fail", message = "is 0\\.914 in the card and 0\\.908 in the evidence" },
  },
  {
    name = "rounded, where the parameter lets it",
    evidence = { card(accuracy(0.914)), measured(accuracy(0.9144)) },
    params = { tolerance = 0.0005 },
    expect = "pass",
  },
  {
    name = "a percentage is another figure",
    evidence = { card(accuracy(91.4)), measured(accuracy(0.914)) },
    expect = "fail",
  },
  {
    name = "compared with its own split",
    evidence = { card(accuracy(0.91, { split = "test" })),
                 measured(accuracy(0.91, { split = "train" }), accuracy(0.90, { split = "test" })) },
    expect = { outcome = "fail", message = "0\\.9 in the evidence" },
  },
  {
    name = "another split is another figure",
    evidence = { card(accuracy(0.91, { split = "test" })), measured(accuracy(0.95, { split = "train" })) },
    expect = { outcome = "insufficient", message = "nothing but the card" },
  },
  {
    name = "the best of two splits",
    evidence = { card(accuracy(0.95)),
                 measured(accuracy(0.95, { split = "train" }), accuracy(0.91, { split = "test" })) },
    expect = { outcome = "fail", message = "0\\.91 in the evidence" },
  },
  {
    name = "a figure of a group is not the whole's",
    evidence = { card(accuracy(0.91)), measured(accuracy(0.7, { group = { sex = "female" } })) },
    expect = { outcome = "insufficient", message = "nothing but the card" },
  },
  {
    name = "a figure that nobody measured",
    evidence = { card(accuracy(0.914)), measured { metric = "auc", value = 0.8 } },
    expect = { outcome = "insufficient", message = "nothing but the card says: 1, accuracy" },
  },
  {
    name = "a text is no figure",
    evidence = { card { metric = "accuracy", text = "very good" }, measured(accuracy(0.914)) },
    expect = { outcome = "insufficient", message = "no number" },
  },
  {
    name = "a card without figures",
    evidence = { card(), measured(accuracy(0.914)) },
    expect = { outcome = "insufficient", message = "claims no figure" },
  },
  {
    name = "no card",
    evidence = measured(accuracy(0.914)),
    expect = "missing",
  },
}
