-- The module finds what is there and says nil of what is not, without ending the check.
local documents = require "documents"

return {
  id     = "stdlib/documents",
  title  = "The owner is found, or its absence is",
  level  = "mandatory",
  remedy = "Name an owner.",

  check = function(case)
    local owner = documents.member(case.model, "owner")
    if owner then
      case:expect("owner"):equals(owner)
    else
      case:insufficient("there is no owner")
    end
  end,
}
