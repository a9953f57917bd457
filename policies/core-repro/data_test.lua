local sha256 = "sha256:" .. ("ab"):rep(32)

local function data(list)
  return { lineage = { data = list } }
end

return {
  {
    name = "a SHA-256 digest",
    model = data { { name = "loans", digest = sha256 } },
    expect = "pass",
  },
  {
    name = "the MD5 of DVC",
    model = data { { name = "loans", digest = "md5:" .. ("cd"):rep(16) } },
    expect = "pass",
  },
  {
    name = "every data set needs one",
    model = data { { name = "loans", digest = sha256 }, { name = "bureau", version = "2026-09" } },
    expect = { outcome = "missing", message = "lineage\\.data\\[2\\]\\.digest" },
  },
  {
    name = "an empty list proves nothing",
    model = data {},
    expect = "insufficient",
  },
  {
    name = "no data at all",
    expect = "missing",
  },
}
