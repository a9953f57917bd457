-- What the model cannot do is written down, and corrections laid over it have a reason and an end.
local dates = require "dates"
local declarations = require "declarations"
local mrm = require "mrm"

return {
  id     = "mrm-us/limitations",
  title  = "Limitations and overlays are documented",
  level  = "overridable",
  cites  = { "SR 26-2 (limitations)", "SR 11-7 IV", "NIST AI RMF MAP 2.2" },
  remedy = "List declarations.mrm.limitations, one text each, and declarations.mrm.overlays, each with name, reason and expires; an empty list where there is none.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    if not mrm.applies(case) then
      return
    end
    local limitations = declarations.list(case, mrm.root .. "limitations")
    if limitations and #limitations == 0 then
      case:fail("no limitation is named; every model has some", { control = "limitations" })
    end
    for i in ipairs(limitations or {}) do
      declarations.said(case, mrm.root .. "limitations[" .. i .. "]")
    end
    for i in ipairs(declarations.list(case, mrm.root .. "overlays") or {}) do
      local path = mrm.root .. "overlays[" .. i .. "]"
      declarations.all_said(case, path, { "name", "reason" })
      dates.ahead(case, path .. ".expires")
    end
  end,
}
