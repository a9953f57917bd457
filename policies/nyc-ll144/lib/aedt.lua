-- Is the model an automated employment decision tool, used in New York City?
--
--     if not aedt.applies(case) then return end
--
-- applies(case)   true where `declarations.nyc-ll144.applies` says so. Where it says no, not_applicable is recorded;
--                 where it says nothing, missing.
-- root            the path that the declarations of this law begin with
local declarations = require "declarations"

local aedt = { root = "declarations.nyc-ll144." }

function aedt.applies(case)
  local applies = declarations.answer(case, aedt.root .. "applies")
  if applies == false then
    case:not_applicable("the model is declared to be no automated employment decision tool used in New York City")
  end
  return applies == true
end

return aedt
