local digest = "sha256:" .. ("ab"):rep(32)

local function environment(members)
  return { lineage = { environment = members } }
end

return {
  {
    name = "an image pinned by digest",
    model = environment { image = "registry.example/train@" .. digest },
    expect = "pass",
  },
  {
    name = "a lock file with its digest",
    model = environment { lock = { path = "requirements.lock", digest = digest } },
    expect = "pass",
  },
  {
    name = "a tag can be moved",
    model = environment { image = "registry.example/train:latest" },
    expect = { outcome = "fail", message = "lineage\\.environment\\.image" },
  },
  {
    name = "a lock file without a digest can be changed",
    model = environment { lock = { path = "requirements.lock" } },
    expect = { outcome = "missing", message = "lock\\.digest" },
  },
  {
    name = "neither image nor lock",
    model = environment {},
    expect = "missing",
  },
  {
    name = "no lineage at all",
    expect = { outcome = "missing", message = "lineage" },
  },
}
