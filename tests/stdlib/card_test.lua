local mark = "TO" .. "DO"
local said = "It was never tried on adults above 80."

local function heading(name, topic, outcome)
  return {
    name = '"' .. name .. '" and ' .. topic,
    evidence = { card = { sections = { [name] = said } } },
    params = { topic = topic },
    expect = outcome,
  }
end

local function text(name, words, outcome, message)
  return {
    name = name,
    evidence = { card = { sections = { Limitations = words } } },
    expect = { outcome = outcome, message = message },
  }
end

return {
  text("tags are not seen", string.rep("<br>", 20), "insufficient", "has 0 characters"),
  text("entities of blanks are not seen", string.rep("&nbsp;", 20), "insufficient", "has 0 characters"),
  text("characters without width are not seen", string.rep("\u{200B}", 60), "insufficient", "has 0 characters"),
  text("a remark in a link definition is not seen", "[//]: # (" .. said .. ")", "insufficient", "has 0 characters"),
  text("a row of dots is one", string.rep(".", 60), "insufficient", "has 1 characters"),
  text("a text with a link and a tag is one", "See [the report](https://example.org/r) <b>first</b>, 1 < 2.", "pass", "is about"),
  heading("Limitations", "limitations", "pass"),
  heading("Intended uses & limitations", "limitations", "pass"),
  heading("Intended uses & limitations", "intended use", "pass"),
  heading("Bias, Risks, and Limitations", "ethical considerations", "pass"),
  heading("Bias, Risks, and Limitations", "limitations", "pass"),
  heading("3. Known Limitations:", "limitations", "pass"),
  heading("🧠 Intended uses", "intended use", "pass"),
  heading("Training and evaluation data", "training data", "pass"),
  heading("Training and evaluation data", "evaluation data", "pass"),
  heading("Testing Data, Factors & Metrics", "metrics", "pass"),
  heading("Out-of-Scope Use", "out of scope", "pass"),
  heading("Misuse and Malicious Use", "out of scope", "pass"),
  heading("Citing & Authors", "contact", "pass"),
  heading("Model Card Authors [optional]", "contact", "pass"),
  heading("Out-of-Scope Use", "intended use", "fail"),
  heading("Non-intended use", "intended use", "fail"),
  heading("Usage", "intended use", "fail"),
  heading("", "limitations", "fail"),
  text("ten characters are enough", "Ten chars.", "pass", "Limitations is about"),
  text("nine are not", "Nine char", "insufficient", "has 9 characters"),
  text("characters, not bytes", "éééééééé", "insufficient", "has 8 characters"),
  text("blanks are no characters", "  a   \n\n   b  ", "insufficient", "has 3 characters"),
  text("the hub's template", "[More Information Needed] for this one", "insufficient", "more information needed"),
  text("a line break in it", "More information\nneeded", "insufficient", "more information needed"),
  text("a note to oneself", "This is " .. mark .. ": write it", "insufficient", mark),
  text("to be filled", "FILL IN what it cannot do", "insufficient", "FILL IN"),
  text("filling text", "Lorem ipsum dolor sit amet", "insufficient", "lorem ipsum"),
  text("a template's variable", "We know {{ limitations }}", "insufficient", "{{ "),
  text("a title of BibTeX has two braces too", "title = {{BERT}}, booktitle = {{NAACL}}", "pass", "Limitations is about"),
  text("not applicable", "N/A", "insufficient", "n a"),
  text("N/A within a sentence is a word", "Rows with N/A are dropped.", "pass", "Limitations is about"),
  text("todo is Spanish too", "No sirve para todo uso.", "pass", "Limitations is about"),
  text("a number is no text", 7, "insufficient", "is no text"),
  {
    name = "one sound section of two is enough",
    evidence = { card = { sections = { Caveats = mark, Limitations = 7 } } },
    expect = "insufficient",
  },
  {
    name = "the card of prose, behind one of another kind",
    evidence = { { card = { flavors = { sklearn = {} } } }, { card = { sections = { Limitations = said } } } },
    expect = "pass",
  },
  {
    name = "the card of prose, behind one that has a license alone",
    evidence = { { card = { license = { "MIT" } } }, { card = { sections = { Limitations = said } } } },
    expect = "pass",
  },
  { name = "a card of another kind alone", evidence = { card = { flavors = { sklearn = {} } } },
    expect = { outcome = "missing", message = "sections" } },
  { name = "no card", expect = { outcome = "missing", message = "card" } },
}
