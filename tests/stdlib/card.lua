-- What the module takes for a section on a topic, and for text.
local card = require "card"

return {
  id     = "stdlib/card",
  title  = "The card says something on the topic that the parameter names",
  level  = "mandatory",
  params = { topic = { "limitations", one_of = card.topics }, least = { 10, at_least = 1 } },
  remedy = "Write the section.",

  check = function(case, params)
    local heading, fault = card.about(card.of(case).sections, params.topic, params.least)
    if not fault then
      case:pass(heading .. " is about " .. params.topic)
    elseif heading then
      case:insufficient(heading .. " " .. fault)
    else
      case:fail(params.topic .. " " .. fault)
    end
  end,
}
