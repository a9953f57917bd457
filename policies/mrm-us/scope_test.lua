local sample = require "sample"

return {
  { name = "in scope", model = sample.facts(), expect = "pass" },
  { name = "out of scope, with the reason", model = sample.facts { in_scope = false, reason = "a spreadsheet that adds" }, expect = "pass" },
  { name = "out of scope, without it", model = sample.facts { in_scope = false }, expect = { outcome = "missing", message = "reason" } },
  { name = "it generates, for a reason to be found", model = sample.facts { generative = true, reason = "?" }, expect = "insufficient" },
  { name = "nobody says whether it generates", model = sample.facts { generative = "absent" }, expect = { outcome = "missing", message = "generative" } },
  { name = "yes is not true", model = sample.facts { in_scope = "yes" }, expect = "insufficient" },
  { name = "nothing declared", expect = "missing" },
}
