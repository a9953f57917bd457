-- The weights are in a format that cannot hold code.
--
-- A clean scan of a pickle says that this pickle is harmless; of safetensors nothing has to be said.
-- It is advice: security/formats judges what is there.
local companions = { json = true, yaml = true, text = true, empty = true, tensors = true }

return {
  id     = "security/safetensors",
  title  = "Every model file is in a format that holds no code",
  level  = "advisory",
  params = { formats = { "safetensors", "onnx", "gguf" } },
  cites  = { "CWE-502" },
  remedy = "Save the weights with safetensors, or export the model to ONNX or GGUF, and remove the other file from the artifact.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local wanted, files = {}, 0
    for _, format in ipairs(params.formats) do
      wanted[format] = true
    end
    for format, count in pairs(case.observations.artifact.formats) do
      local details = { control = format, observed = count }
      if wanted[format] then
        files = files + count
        case:pass("files in " .. format .. ": " .. count, details)
      elseif not companions[format] then
        case:fail("files in " .. format .. ": " .. count, details)
      end
    end
    if files == 0 then
      case:fail("no file of the artifact is in one of the formats", { expected = { one_of = params.formats } })
    end
  end,
}
