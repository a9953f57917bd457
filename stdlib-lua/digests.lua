-- Patterns (PCRE2) for names that cannot be moved to other bytes.
--
--     local digests = require "digests"
--     case:expect("lineage.code.commit"):matches(digests.commit)
--
-- commit   a git commit id, whole: 40 hexadecimal digits, or 64 in repositories that use SHA-256
-- sha256   "sha256:" and 64 digits, as everything here writes digests
-- data     of a data set: sha256, or the MD5 that DVC records
-- image    a container image pinned by digest: "registry/name@sha256:..."
return {
  commit = "\\A([0-9a-f]{40}|[0-9a-f]{64})\\z",
  sha256 = "\\Asha256:[0-9a-f]{64}\\z",
  data   = "\\A(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})\\z",
  image  = "\\A[^\\s@]+@sha256:[0-9a-f]{64}\\z",
}
