local sample = require "sample"

local function exception(approver, expires)
  return sample.facts { exceptions = { { rule = "mrm-us/review", approved_by = approver, expires = expires } } }
end

return {
  { name = "none", now = sample.now, model = sample.facts(), expect = "pass" },
  { name = "one that lasts", now = sample.now, model = exception("cro@bank.example", "2026-12-31"), expect = "pass" },
  { name = "one that ran out", now = sample.now, model = exception("cro@bank.example", "2026-10-31"), expect = { outcome = "fail", message = "passed 20 days ago" } },
  { name = "agreed to by the developer", now = sample.now, model = exception("credit-models@bank.example", "2026-12-31"), expect = { outcome = "fail", message = "by the developer" } },
  { name = "agreed to by the developer in capitals", now = sample.now, model = exception("Credit-Models@bank.example ", "2026-12-31"), expect = { outcome = "fail", message = "by the developer" } },
  { name = "agreed to by somebody", now = sample.now, model = exception("tbd", "2026-12-31"), expect = "insufficient" },
  { name = "without an end", now = sample.now, model = exception("cro@bank.example", nil), expect = { outcome = "missing", message = "expires" } },
  { name = "nobody says whether there are any", now = sample.now, model = sample.facts { exceptions = "absent" }, expect = { outcome = "missing", message = "exceptions" } },
  { name = "out of scope", now = sample.now, model = sample.facts { in_scope = false }, expect = "not_applicable" },
  { name = "a model that generates", now = sample.now, model = sample.facts { generative = true }, expect = { outcome = "not_applicable", message = "generat" } },
  { name = "nothing declared", now = sample.now, expect = { outcome = "missing", message = "in_scope" } },
}
