-- The model is in the inventory, with what one has to know to find it and its users.
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/inventory",
  title  = "The inventory entry is complete",
  level  = "overridable",
  cites  = { "SR 26-2 (inventory)", "SR 11-7 VI", "NIST AI RMF GOVERN 1.6" },
  remedy = "Complete declarations.mrm.inventory (id, purpose, users, inputs, outputs, status), declarations.mrm.developer and the manifest's owner.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if mrm.applies(case) then
      declarations.all_said(case, "declarations.mrm.inventory", { "id", "purpose", "users", "inputs", "outputs", "status" })
      declarations.said(case, mrm.root .. "developer")
      declarations.said(case, "owner")
    end
  end,
}
