-- The card tells whoever takes up the model what it is for, what it is not for, and whom to ask.
--
-- A section counts by its heading, in the usual wordings: "Intended uses & limitations" speaks of
-- both, "Bias, Risks, and Limitations" of ethical considerations and of limitations.
local card = require "card"

return {
  id     = "model-card/sections",
  title  = "The model card has a section on each topic that it should have",
  level  = "mandatory",
  params = { topics = card.topics, least = { 40, at_least = 10 } },
  cites  = { "Mitchell et al. 2019, Model Cards for Model Reporting", "EU AI Act Art. 13(3)", "ISO/IEC 42001 A.8.2" },
  remedy = "Write the section into the model card, README.md: a heading such as \"## Intended use\" and a few sentences below it.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local sections = card.of(case).sections
    for _, topic in ipairs(params.topics) do
      local heading, fault = card.about(sections, topic, params.least)
      local details = { control = topic, evidence = sections }
      if heading and not fault then
        case:pass('"' .. heading .. '" speaks of it', details)
      elseif heading then
        case:insufficient('"' .. heading .. '", which should speak of ' .. topic .. ", " .. fault, details)
      else
        case:fail("no section of the card speaks of " .. topic, details)
      end
    end
  end,
}
