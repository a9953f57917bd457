-- The data that the model learned from cannot be exchanged unseen.
--
-- A name and a version can be given to other rows tomorrow; a digest cannot. SHA-256 is wanted; the
-- MD5 that DVC records is taken, since it guards against mistakes though not against forgery.
local digests = require "digests"

return {
  id     = "core-repro/data",
  title  = "Every training data set has a digest",
  level  = "mandatory",
  cites  = { "EU AI Act Art. 10(2)(b)", "ISO/IEC 42001 A.7.5" },
  remedy = "Write the digest of each data set under lineage.data (sha256sum FILE, or the md5 of its .dvc file).",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local data = case.model.lineage.data
    if #data == 0 then
      return case:insufficient("lineage.data names no data set", { control = "lineage.data" })
    end
    for i = 1, #data do
      case:expect("lineage.data[" .. i .. "].digest"):matches(digests.data)
    end
  end,
}
