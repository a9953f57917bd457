-- What a use weighs, and where the AI Act names it.
local uses = require "uses"

return {
  id     = "stdlib/uses",
  title  = "The use is known, and no law names it",
  level  = "mandatory",
  remedy = "Use the model for something else.",

  check = function(case)
    local class = uses.classes[case.model.risk.use]
    if not class then
      case:insufficient("the use is none of " .. #uses.words .. " that are known, " .. uses.words[1] .. " first")
    elseif class.act then
      case:fail("Annex " .. class.act .. " names the use")
    else
      case:expect("risk.use"):one_of(uses.words)
    end
  end,
}
