-- The auditor is named, says to be independent, and is neither who made the tool nor who uses it.
--
-- Independence is declared, not proven: signatures of the auditor are another matter, and the names must differ.
local aedt = require "aedt"
local declarations = require "declarations"

local function differs(case, path, other)
  local a, b = declarations.found(case, path), declarations.found(case, other)
  if type(a) ~= "string" or type(b) ~= "string" then
    return
  end
  local options = { control = path .. " and " .. other, observed = a, expected = "not " .. b, evidence = case:expect(path) }
  if not declarations.same(a, b) then
    case:pass(path .. " is not " .. other, options)
  else
    case:fail(path .. " is " .. other .. " as well, " .. b, options)
  end
end

return {
  id     = "nyc-ll144/auditor",
  title  = "The auditor is independent of who made and who uses the tool",
  level  = "mandatory",
  cites  = { "6 RCNY 5-300", "NYC Admin. Code 20-870" },
  remedy = "Name declarations.nyc-ll144.audit.auditor, audit.independent: true, declarations.nyc-ll144.developer and the manifest's owner.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not aedt.applies(case) then
      return
    end
    local auditor = aedt.root .. "audit.auditor"
    declarations.said(case, auditor)
    case:expect(aedt.root .. "audit.independent"):equals(true)
    for _, other in ipairs({ aedt.root .. "developer", "owner" }) do
      declarations.said(case, other)
      differs(case, auditor, other)
    end
  end,
}
