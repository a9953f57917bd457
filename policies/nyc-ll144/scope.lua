-- Somebody has said whether the law applies.
--
-- Every other rule of this pack asks `declarations.nyc-ll144.applies`. A "no" needs its reason, for people to judge.
local aedt = require "aedt"
local declarations = require "declarations"

return {
  id     = "nyc-ll144/scope",
  title  = "It is declared whether the model is an automated employment decision tool used in New York City",
  level  = "mandatory",
  cites  = { "NYC Admin. Code 20-870", "6 RCNY 5-300" },
  remedy = "Write declarations.nyc-ll144.applies: true, or false with declarations.nyc-ll144.reason.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local applies = declarations.answer(case, aedt.root .. "applies")
    if applies == true then
      case:pass("the law applies")
    elseif applies == false then
      declarations.said(case, aedt.root .. "reason")
    end
  end,
}
