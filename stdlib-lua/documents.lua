-- Asking whether a document has a member, without the check ending where it has not.
--
--     local documents = require "documents"
--     local git = documents.member(case.observations, "git")      -- nil where nothing was observed
--
-- member(document, key)   the member, or nil where there is none. A plain read of an absent member
--                         ends the check as `missing`; use this only where absence is an answer,
--                         and decide what follows from it.
local documents = {}

function documents.member(document, key)
  for name, value in pairs(document) do
    if name == key then
      return value
    end
  end
  return nil
end

return documents
