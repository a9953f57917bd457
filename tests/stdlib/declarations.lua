-- Texts that say something, answers, words of a list, and lists.
local declarations = require "declarations"

return {
  id     = "stdlib/declarations",
  title  = "What is declared says something",
  level  = "mandatory",
  remedy = "Say it.",

  check = function(case)
    declarations.all_said(case, "declarations.test", { "memo", "plan" })
    local answered = declarations.answer(case, "declarations.test.vendor")
    local word = declarations.word(case, "declarations.test.kind", { "historical", "test" })
    local list = declarations.list(case, "declarations.test.findings")
    if answered ~= nil and word and list then
      case:pass(word .. " with " .. #list)
    end
  end,
}
