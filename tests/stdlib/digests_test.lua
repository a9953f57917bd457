local hex40 = ("0123456789abcdef"):rep(3):sub(1, 40)
local hex64 = ("0123456789abcdef"):rep(4)
local hex32 = ("0123456789abcdef"):rep(2)

local function trial(name, pattern, text, outcome)
  return { name = name, model = { description = text }, params = { pattern = pattern }, expect = outcome }
end

return {
  trial("a SHA-1 commit", "commit", hex40, "pass"),
  trial("a SHA-256 commit", "commit", hex64, "pass"),
  trial("39 digits are no commit", "commit", hex40:sub(2), "fail"),
  trial("capitals are not how git writes", "commit", hex40:upper(), "fail"),
  trial("a commit with something after it", "commit", hex40 .. "\n", "fail"),
  trial("a digest", "sha256", "sha256:" .. hex64, "pass"),
  trial("a digest without its algorithm", "sha256", hex64, "fail"),
  trial("a data set by SHA-256", "data", "sha256:" .. hex64, "pass"),
  trial("a data set by MD5", "data", "md5:" .. hex32, "pass"),
  trial("an MD5 that claims to be more", "data", "sha256:" .. hex32, "fail"),
  trial("an image by digest", "image", "registry.example/train@sha256:" .. hex64, "pass"),
  trial("an image by tag", "image", "registry.example/train:1.0", "fail"),
  trial("a digest without an image", "image", "@sha256:" .. hex64, "fail"),
  { name = "nothing to look at", expect = "missing" },
}
