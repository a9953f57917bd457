local function formats(counts)
  return { artifact = { formats = counts } }
end

return {
  { name = "safetensors", observations = formats { safetensors = 3 }, expect = "pass" },
  { name = "another format by parameter", observations = formats { npy = 1 }, params = { formats = { "npy" } }, expect = "pass" },
  { name = "a pickle beside it", observations = formats { safetensors = 1, pickle = 2 },
    expect = { outcome = "fail", message = "files in pickle: 2" } },
  { name = "companions alone are no model", observations = formats { json = 2, text = 1 },
    expect = { outcome = "fail", message = "no file of the artifact" } },
  { name = "nothing at all", observations = formats {}, expect = "fail" },
  { name = "the artifact was not scanned", expect = "missing" },
}
