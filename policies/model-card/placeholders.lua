-- Nothing in the card is left over from its template.
--
-- The sections that the card has to have are judged by model-card/sections; this rule reads all of
-- them. A template that was filled in half says that nobody has read the card to its end.
local card = require "card"

return {
  id     = "model-card/placeholders",
  title  = "No section of the model card is still its template",
  level  = "overridable",
  cites  = { "ISO/IEC 42001 A.6.2.7" },
  remedy = "Replace what the template left, or remove the section from the model card, README.md.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local sections = card.of(case).sections
    local read, sound = 0, 0
    for heading, text in pairs(sections) do
      local left = type(text) == "string" and card.placeholder(text)
      local details = { control = "section " .. heading, evidence = sections }
      read = read + 1
      if type(text) ~= "string" then
        case:insufficient('"' .. heading .. '" is no text', details)
      elseif left then
        case:fail('"' .. heading .. '" still has "' .. left .. '"', details)
      else
        sound = sound + 1
      end
    end
    if read == 0 then
      case:insufficient("the card has no section")
    elseif read == sound then
      case:pass("all " .. read .. " sections are written")
    end
  end,
}
