-- What the training ran in can be set up again.
--
-- A container image pinned by digest is the whole environment. A lock file with its digest is the
-- next best: it pins the packages, though not what lies below them.
local digests = require "digests"
local documents = require "documents"

return {
  id     = "core-repro/environment",
  title  = "The training environment is pinned",
  level  = "mandatory",
  cites  = { "EU AI Act Annex IV 2(c)", "ISO/IEC 42001 A.4.4" },
  remedy = "Pin the training image by digest under lineage.environment.image, or name the lock file and its digest under lineage.environment.lock.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local environment = case.model.lineage.environment
    if documents.member(environment, "lock") then
      case:expect("lineage.environment.lock.digest"):matches(digests.sha256)
    else
      case:expect("lineage.environment.image"):matches(digests.image)
    end
  end,
}
