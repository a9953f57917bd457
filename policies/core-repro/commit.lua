-- The exact source that trained the model can be found again.
--
-- A commit id names every byte of the source. A dirty work tree means that what ran is in no commit.
-- Where the judged files lie in a git work tree, its HEAD has to be the commit that the manifest
-- names, with no tracked file changed; elsewhere the manifest's word is all there is.
local digests = require "digests"
local documents = require "documents"

local function compare_head(case, git)
  local head = documents.member(git, "head")
  if not head then
    return case:insufficient("git does not tell the work tree's HEAD", { control = "work tree" })
  end

  local commit = case.model.lineage.code.commit
  local details = { control = "work tree HEAD", observed = head, expected = { equals = commit } }
  if head == commit then
    case:pass("HEAD of the work tree is the commit that the manifest names", details)
  else
    case:fail("HEAD of the work tree is " .. head .. ", the manifest names " .. commit, details)
  end

  if git.clean == true then
    case:pass("the work tree is clean", { control = "work tree clean", observed = git.clean })
  else
    case:fail("the work tree has changes that no commit holds", { control = "work tree clean" })
  end
end

return {
  id     = "core-repro/commit",
  title  = "The manifest names the commit that trained the model",
  level  = "mandatory",
  cites  = { "NIST AI RMF MEASURE 2.8", "ISO/IEC 42001 A.6.2.7" },
  remedy = "Commit the training source, train from the clean commit, and write its full id under lineage.code.commit with dirty: false.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    case:expect("lineage.code.commit"):matches(digests.commit)
    case:expect("lineage.code.dirty"):equals(false)
    local git = documents.member(case.observations, "git")
    if git then
      compare_head(case, git)
    end
  end,
}
