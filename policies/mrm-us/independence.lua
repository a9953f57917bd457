-- Who validates is not who developed, and is declared independent.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/independence",
  title  = "The validator is not the developer",
  level  = "overridable",
  cites  = { "SR 26-2 (effective challenge)", "SR 11-7 V", "NIST AI RMF MEASURE 1.3" },
  remedy = "Have the model validated by somebody who did not develop it; write declarations.mrm.developer, validation.validator, validation.independent: true and validation.report.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not mrm.applies(case) then
      return
    end
    declarations.all_said(case, "declarations.mrm", { "developer", "validation.validator", "validation.report" })
    case:expect(mrm.root .. "validation.independent"):equals(true)
    local developer = declarations.found(case, mrm.root .. "developer")
    local validator = declarations.found(case, mrm.root .. "validation.validator")
    if type(developer) ~= "string" or type(validator) ~= "string" then
      return
    end
    local options = { control = "validator", observed = validator, expected = "not " .. developer,
                      evidence = case:expect(mrm.root .. "validation.validator") }
    if not declarations.same(developer, validator) then
      case:pass("the validator is not the developer", options)
    else
      case:fail("the validator is the developer, " .. developer, options)
    end
  end,
}
