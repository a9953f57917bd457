-- Somebody has said whether the model is in scope, and whether it generates.
--
-- The guidance of 2026 leaves generative and agentic models out; every other rule of this pack is then not applicable, and
-- genai-safety is the pack to look at.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/scope",
  title  = "It is declared whether model risk management is about the model",
  level  = "overridable",
  cites  = { "SR 26-2 (scope)", "OCC 2026-13" },
  remedy = "Write declarations.mrm.in_scope and generative: true or false each, and a reason where the model is out of scope or generates.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local within = declarations.answer(case, mrm.root .. "in_scope")
    local generative = declarations.answer(case, mrm.root .. "generative")
    if within == nil or generative == nil then
      return
    end
    if within and not generative then
      case:pass("the model is in scope")
    else
      declarations.said(case, mrm.root .. "reason")
    end
  end,
}
