-- Exceptions are on a register, with who agreed and until when, and the developer is not the one who agreed.
local dates = require "dates"
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/exceptions",
  title  = "Exceptions are registered, agreed to by others, and have not run out",
  level  = "overridable",
  cites  = { "SR 26-2 (governance)", "SR 11-7 VI", "NIST AI RMF MANAGE 1.4" },
  remedy = "List exceptions under declarations.mrm.exceptions with rule, approved_by and expires; an empty list where there is none. Renew or end those that have run out.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local list = mrm.applies(case) and declarations.list(case, mrm.root .. "exceptions")
    if not list then
      return
    end
    if #list == 0 then
      case:pass("no exception is declared")
    end
    for i in ipairs(list) do
      local path = mrm.root .. "exceptions[" .. i .. "]"
      declarations.all_said(case, path, { "rule", "approved_by" })
      dates.ahead(case, path .. ".expires")
      declarations.said(case, mrm.root .. "developer")
      local approver = declarations.found(case, path .. ".approved_by")
      if declarations.same(approver, declarations.found(case, mrm.root .. "developer")) then
        case:fail("the exception was agreed to by the developer", { control = path, evidence = case:expect(path) })
      end
    end
  end,
}
