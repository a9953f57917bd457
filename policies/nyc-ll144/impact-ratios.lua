-- The audit's impact ratios are those that follow from its own counts.
--
-- A category's rate by the highest rate: so the category selected most has 1.00. The reported ratio is the group's metric
-- `impact_ratio`; it may differ from the one computed here by the rounding of two decimals.
local aedt = require "aedt"
local tables = require "tables"

local rounding = 0.005

local function names_of(attribute, group)
  if attribute ~= "sex,race" then
    return { [attribute] = group.value }
  end
  local sex, race = string.match(group.value, "^([^,]*),(.*)$")
  return { sex = sex, race = race }
end

return {
  id     = "nyc-ll144/impact-ratios",
  title  = "Reported impact ratios follow from the reported counts",
  level  = "mandatory",
  cites  = { "6 RCNY 5-301(b)(2)", "6 RCNY 5-301(c)(3)", "6 RCNY 5-300" },
  remedy = "Report each category's ratio as metrics: {impact_ratio: ...} of its group, computed against the highest rate; look for the category whose counts or ratio were changed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local excluded = aedt.applies(case) and tables.excluded(case)
    if not excluded then
      return
    end
    for _, attribute in ipairs(tables.attributes) do
      local rated = tables.rated(case, attribute, excluded)
      for _, group in ipairs(rated or {}) do
        local ratio = group:ratio("selection_rate", tables.most(rated)).value
        case:metric("impact_ratio", { group = names_of(attribute, group) }):within(ratio - rounding, ratio + rounding)
      end
    end
  end,
}
