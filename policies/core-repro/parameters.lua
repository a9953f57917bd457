-- The settings of the training run are written down, the random seed among them.
--
-- Without its parameters a training run cannot be repeated; without its seed it cannot be repeated
-- exactly. The seed binds models of the high tier and is advised for the others.
local tiers = require "tiers"

return {
  id     = "core-repro/parameters",
  title  = "The training parameters are recorded, with the seed",
  level  = "mandatory",
  cites  = { "EU AI Act Annex IV 2(a)-(b)", "ISO/IEC 42001 A.6.2.7" },
  remedy = "Write the hyperparameters under lineage.parameters, and the seed as lineage.parameters.seed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    case:expect("lineage.parameters"):present()
    tiers.binding(case, "high"):expect("lineage.parameters.seed"):within(math.mininteger, math.maxinteger)
  end,
}
