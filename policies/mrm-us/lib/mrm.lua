-- Is the model one that model risk management speaks of?
--
--     if not mrm.applies(case) then return end
--
-- applies(case)   true where the declarations say that it is in scope and does not generate. Where they say otherwise,
--                 not_applicable is recorded; where they say nothing, missing.
-- root            the path that the declarations begin with
local declarations = require "declarations"

local mrm = { root = "declarations.mrm." }

function mrm.applies(case)
  local within = declarations.answer(case, mrm.root .. "in_scope")
  local generative = declarations.answer(case, mrm.root .. "generative")
  if within == false then
    case:not_applicable("the model is declared to be out of the scope of model risk management")
  elseif within and generative then
    case:not_applicable("the model generates; the guidance leaves generative and agentic models out")
  end
  return within == true and generative == false
end

return mrm
