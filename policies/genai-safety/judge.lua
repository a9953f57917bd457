-- The model that scored the answers is the same one tomorrow.
--
-- Where a model is the judge, its figures change when the provider changes the model behind the
-- name. So a commit, a digest or a dated snapshot of it is declared, or that no model judged.
local declarations = require "declarations"

local pinned = "\\A(sha256:[0-9a-f]{64}|[0-9a-f]{40}|(?!.*latest).*(?<!\\d)20\\d\\d-?[01]\\d-?[0-3]\\d(?!\\d).*)\\z"

return {
  id     = "genai-safety/judge",
  title  = "The judge model is pinned",
  level  = "mandatory",
  cites  = { "NIST AI RMF MEASURE 2.5", "ISO/IEC 42001 A.6.2.4" },
  remedy = "Declare under declarations.genai-safety.judge the model that scored the answers and its revision: a commit, a digest, or a snapshot that its date names; or used: false where no model did.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local used = declarations.answer(case, "declarations.genai-safety.judge.used")
    if used then
      declarations.said(case, "declarations.genai-safety.judge.model")
      case:expect("declarations.genai-safety.judge.revision"):matches(pinned)
    elseif used == false then
      case:not_applicable("no model judged the answers")
    end
  end,
}
