local sample = require "sample"

local function inventory(users)
  return sample.facts { inventory = { id = "M-0042", purpose = "default", users = users, inputs = "a", outputs = "b", status = "in use" } }
end

return {
  { name = "complete", model = sample.facts(), expect = "pass" },
  { name = "nobody knows its users", model = inventory("unknown"), expect = { outcome = "insufficient", message = "users says nothing yet" } },
  { name = "its users are left out", model = inventory(nil), expect = { outcome = "missing", message = "inventory.users" } },
  { name = "no developer", model = sample.facts { developer = "absent" }, expect = "missing" },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
