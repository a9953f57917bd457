local commit = "3f1c9a7be2d4058617f0a9b8c7d6e5f401234567"
local other = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

local function code(members)
  return { lineage = { code = members } }
end

return {
  {
    name = "a whole commit id and a clean tree",
    model = code { commit = commit, dirty = false },
    expect = "pass",
  },
  {
    name = "the 64 digits of a SHA-256 repository",
    model = code { commit = commit .. "89abcdef0123456789abcdef", dirty = false },
    expect = "pass",
  },
  {
    name = "the work tree stands at the commit and is clean",
    model = code { commit = commit, dirty = false },
    observations = { git = { head = commit, clean = true } },
    expect = "pass",
  },
  {
    name = "an abbreviated id names no commit for ever",
    model = code { commit = "3f1c9a7", dirty = false },
    expect = { outcome = "fail", message = "lineage\\.code\\.commit" },
  },
  {
    name = "a dirty tree is in no commit",
    model = code { commit = commit, dirty = true },
    expect = { outcome = "fail", message = "lineage\\.code\\.dirty" },
  },
  {
    name = "the work tree stands elsewhere",
    model = code { commit = commit, dirty = false },
    observations = { git = { head = other, clean = true } },
    expect = { outcome = "fail", message = "HEAD of the work tree is aaaa" },
  },
  {
    name = "the work tree has uncommitted changes",
    model = code { commit = commit, dirty = false },
    observations = { git = { head = commit, clean = false } },
    expect = { outcome = "fail", message = "no commit holds" },
  },
  {
    name = "a work tree that git does not read",
    model = code { commit = commit, dirty = false },
    observations = { git = { error = "git is not installed" } },
    expect = "insufficient",
  },
  {
    name = "no commit at all",
    model = code { dirty = false },
    expect = { outcome = "missing", message = "lineage\\.code\\.commit" },
  },
  {
    name = "no lineage at all",
    expect = "missing",
  },
}
