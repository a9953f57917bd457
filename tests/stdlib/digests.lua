-- What the patterns of the module take and refuse, on one field of a manifest.
local digests = require "digests"

return {
  id    = "stdlib/digests",
  title = "The description fits the pattern that the parameter names",
  level = "mandatory",
  params = { pattern = { "commit", one_of = { "commit", "sha256", "data", "image" } } },
  remedy = "Write another description.",

  check = function(case, params)
    case:expect("description"):matches(digests[params.pattern])
  end,
}
