-- People are told that they deal with a machine, or with what it made.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/transparency",
  title  = "A system of limited risk says what it is",
  level  = "mandatory",
  applies_from = "2026-08-02",
  when   = { to = { "canary", "production" } },
  cites  = { "EU AI Act Art. 50" },
  remedy = "Say under declarations.eu-ai-act.transparency.disclosure how people are told.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local class = act.class(case)
    if class == "limited" then
      declarations.said(case, act.root .. "transparency.disclosure")
    elseif class then
      case:not_applicable("the declared class is " .. class .. "; the rule is for limited risk")
    end
  end,
}
