-- The prose of a model card: which section is about what, and whether it says anything.
--
--     local card = require "card"
--     local heading, fault = card.about(card.of(case).sections, "limitations", 40)
--
-- is(document)                     is it the card that people write: has it sections or a license?
--                                  (Harnesses and MLflow tell of themselves in `card` as well.)
-- find(case), of(case)             the first such card, one with sections before others, else nil;
--                                  of() is then case.card, which ends the check where there is none
-- topics                           what a card should speak of; the names that `about` takes
-- about(sections, topic, least)    the heading of a sound section on the topic. Else nil, or the
--                                  heading of an unsound one, and what is wrong as a sentence's end
-- fault(text, least)               what is wrong with a section: nil, or "is still a template: ..."
-- placeholder(text)                what a template left in a text: nil, or "[optional]"
--
-- A heading counts by its parts, so that "Bias, Risks, and Limitations" is about bias and about
-- limitations. What stands below a heading of its own is that heading's text.
local documents = require "documents"

local card = {}

local names = {
  ["intended use"] = {
    "intended use", "intended uses", "intended use cases", "intended purpose", "primary intended uses",
    "primary intended use", "direct use", "use", "uses", "use cases",
  },
  ["out of scope"] = {
    "out of scope", "out of scope use", "out of scope uses", "out of scope use cases", "misuse", "malicious use",
    "prohibited use", "prohibited uses", "unintended use", "unintended uses",
  },
  ["training data"] = {
    "training data", "training dataset", "training datasets", "training data set", "training data sets",
    "training set", "pretraining data", "pre training data", "training and evaluation data", "training and test data",
  },
  ["evaluation data"] = {
    "evaluation data", "evaluation dataset", "evaluation datasets", "evaluation data set", "evaluation data sets",
    "evaluation set", "test data", "testing data", "test set", "test dataset", "evaluation",
  },
  ["metrics"] = {
    "metrics", "evaluation metrics", "performance metrics", "validation metrics", "results", "evaluation results",
    "benchmark results", "training results", "performance", "benchmark performance", "benchmarks",
    "quantitative analysis", "quantitative analyses", "evaluation",
  },
  ["ethical considerations"] = {
    "ethical considerations", "ethics", "bias", "biases", "risks", "fairness", "fairness considerations",
    "social impact", "societal impact",
  },
  ["limitations"] = {
    "limitations", "limitation", "known limitations", "technical limitations", "known issues", "caveats",
  },
  ["contact"] = {
    "contact", "contacts", "contact information", "contact details", "model card contact", "model card authors",
    "authors", "owner", "owners", "model owner", "maintainer", "maintainers",
  },
}

card.topics = {
  "intended use", "out of scope", "training data", "evaluation data", "metrics", "ethical considerations",
  "limitations", "contact",
}

-- "3. Bias, Risks & Limitations [optional]" gives "bias", "risks", "limitations" and the whole.
local function parts(heading)
  local plain = heading:lower():gsub("[%[(]optional[%])]", ""):gsub("&", " and "):gsub("[^a-z0-9,/]+", " ")
  local found = {}
  for part in (" " .. plain .. " "):gsub(" and ", ","):gmatch("[^,/]+") do
    table.insert(found, part)
  end
  table.insert(found, (plain:gsub("[,/]", " ")))
  for i, part in ipairs(found) do
    found[i] = part:gsub("%s+", " "):gsub("^[%d%s]+", ""):gsub("%s+$", "")
  end
  return found
end

local function is_about(heading, topic)
  for _, part in ipairs(parts(heading)) do
    for _, name in ipairs(names[topic]) do
      if part == name then
        return true
      end
    end
  end
  return false
end

-- Only in capitals: "todo" is a word of Spanish, and a mask is something to fill in.
local marks = { "TO" .. "DO", "TBD", "TBA", "FIX" .. "ME", "FILL IN", "FILL ME IN" }
local phrases = { "more information needed", "more info needed", "[optional]", "lorem ipsum", "[insert ", "{{ " }

function card.placeholder(text)
  local words = " " .. text:gsub("[^%w]+", " ") .. " "
  for _, mark in ipairs(marks) do
    if words:find(" " .. mark .. " ", 1, true) then
      return mark
    end
  end
  local lower = text:lower():gsub("%s+", " ")
  for _, phrase in ipairs(phrases) do
    if lower:find(phrase, 1, true) then
      return phrase
    end
  end
  local whole = words:lower():gsub("^%s+", ""):gsub("%s+$", "")
  return (whole == "n a" or whole == "none yet") and whole or nil
end

-- What a reader sees of the text: no tags, entities, link definitions (which hide remarks), no characters
-- without width, and of a row of marks only one.
local function seen(text)
  local left = ("\n" .. text):gsub("\n[ \t]*%[[^%]\n]*%]:[^\n]*", "\n"):gsub("</?%a[^<>]*>", ""):gsub("&#?%w+;", " ")
  for _, unseen in ipairs({ "\u{A0}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{3000}", "\u{FEFF}" }) do
    left = left:gsub(unseen, " ")
  end
  return (left:gsub("%p%p+", "."):gsub("%s+", " "):gsub("^ ", ""):gsub(" $", ""))
end

function card.fault(text, least)
  if type(text) ~= "string" then
    return "is no text"
  end
  local left = card.placeholder(text)
  if left then
    return 'is still a template: "' .. left .. '"'
  end
  local said = utf8.len(seen(text))
  if said and said >= least then
    return nil
  end
  return "has " .. tostring(said) .. " characters, at least " .. least .. " are required"
end

function card.is(document)
  return documents.member(document, "sections") ~= nil or documents.member(document, "license") ~= nil
end

function card.find(case)
  local licensed = nil
  for _, evidence in ipairs(case.evidence) do
    local found = documents.member(evidence, "card") or {}
    if documents.member(found, "sections") then
      return found
    end
    licensed = licensed or (card.is(found) and found) or nil
  end
  return licensed
end

function card.of(case)
  return card.find(case) or case.card
end

function card.about(sections, topic, least)
  assert(names[topic], "a card has no topic " .. topic)
  local unsound, wrong = nil, "is in no section of the card"
  for heading, text in pairs(sections) do
    if is_about(heading, topic) then
      local fault = card.fault(text, least)
      if not fault then
        return heading, nil
      end
      unsound, wrong = heading, fault
    end
  end
  return unsound, wrong
end

return card
