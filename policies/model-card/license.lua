-- The card names the terms under which the model may be used, and they are among those allowed.
--
-- A free text cannot be checked by a program, and "other" can be anything: the SPDX id can.
local card = require "card"
local licences = require "licences"

return {
  id     = "model-card/license",
  title  = "The model card's license is an SPDX id that is allowed",
  level  = "mandatory",
  params = { allowed = { "Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC0-1.0", "CC-BY-4.0" } },
  cites  = { "SPDX License List", "ISO/IEC 42001 A.10.3" },
  remedy = "Set license in the front matter of the model card to the SPDX id of its terms; where others are acceptable, add them to model-card/license.allowed.",
  owner  = "obstat", version = "1.0.0",

  check = function(case, params)
    local license = card.of(case).license
    local details = { control = "license", observed = license, expected = { one_of = params.allowed } }
    local fault = licences.fault(license, params.allowed)
    if fault then
      case:fail(fault, details)
    else
      case:pass("the licence is allowed", details)
    end
  end,
}
