local sample = require "sample"

local function bought(review)
  return sample.facts { vendor = true, vendor_review = review }
end

return {
  { name = "made in the house", model = sample.facts(), expect = "not_applicable" },
  { name = "bought and reviewed", model = bought { due_diligence = "docs/vendor.md", documentation = "docs/manual.pdf", contingency = "the old scorecard" }, expect = "pass" },
  { name = "bought, without a way out", model = bought { due_diligence = "docs/vendor.md", documentation = "docs/manual.pdf" }, expect = { outcome = "missing", message = "contingency" } },
  { name = "bought, to be reviewed", model = bought { due_diligence = "pending", documentation = "a", contingency = "b" }, expect = "insufficient" },
  { name = "nobody says", model = sample.facts { vendor = "absent" }, expect = { outcome = "missing", message = "vendor" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
