local sentence = "Scores consumer loans of retail customers in the bank's own branches."

local whole = {
  ["Intended use"] = sentence,
  ["Out-of-scope use"] = sentence,
  ["Training data"] = sentence,
  ["Evaluation data"] = sentence,
  Metrics = sentence,
  ["Ethical considerations"] = sentence,
  Limitations = sentence,
  Contact = "Lending models, lending-ml@bank.example, room 4.12",
}

-- The whole card with one section exchanged.
local function with(heading, text)
  local sections = { [heading] = text }
  for other, words in pairs(whole) do
    sections[other] = sections[other] or words
  end
  return { card = { sections = sections } }
end

local function only(topics, sections)
  return { params = { topics = topics }, evidence = { card = { sections = sections } } }
end

return {
  {
    name = "every topic has its section",
    evidence = { card = { sections = whole } },
    expect = "pass",
  },
  {
    name = "one heading may speak of two topics",
    evidence = only({}, { ["Intended uses & limitations"] = sentence }).evidence,
    params = { topics = { "intended use", "limitations" } },
    expect = "pass",
  },
  {
    name = "the wording of the Hugging Face template",
    evidence = { card = { sections = { ["Direct Use"] = sentence, ["Bias, Risks, and Limitations"] = sentence,
                                       ["Model Card Contact"] = sentence } } },
    params = { topics = { "intended use", "ethical considerations", "limitations", "contact" } },
    expect = "pass",
  },
  {
    name = "a topic that no section speaks of",
    evidence = { card = { sections = { ["Intended use"] = sentence } } },
    expect = { outcome = "fail", message = "no section of the card speaks of limitations" },
  },
  {
    name = "a section that the template left",
    evidence = with("Limitations", "[More Information Needed]"),
    expect = { outcome = "insufficient", message = "still a template" },
  },
  {
    name = "a section of one word",
    evidence = with("Limitations", "None."),
    expect = { outcome = "insufficient", message = "has 5 characters, at least 40" },
  },
  {
    name = "a shorter section by parameter",
    evidence = { card = { sections = { Limitations = "Adults only." } } },
    params = { topics = { "limitations" }, least = 10 },
    expect = "pass",
  },
  {
    name = "a section that is no text",
    evidence = with("Limitations", 3),
    expect = "insufficient",
  },
  {
    name = "a card without sections",
    evidence = { card = { license = "mit" } },
    expect = { outcome = "missing", message = "sections" },
  },
  {
    name = "no card",
    evidence = { metrics = { accuracy = 0.9 } },
    expect = { outcome = "missing", message = "card" },
  },
}
