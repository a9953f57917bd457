-- What a model's output is used for: the words of `risk.use`, how much each weighs, and where the EU AI Act names it.
--
--     local uses = require "uses"
--     uses.classes["credit"]        { weight = 3, act = "III 5(b)" }
--
-- classes    by word: `weight` 3 where a law names the use as one that decides about people's lives or safety, 2 where
--            it has consequences for single persons, 1 where it does not. `act` is the annex and point of Regulation
--            (EU) 2024/1689; left out where neither annex names it. Annex I stands for safety components of products.
-- words      all of them, sorted
local uses = {}

uses.classes = {
  ["biometric-identification"] = { weight = 3, act = "III 1(a)" },
  ["biometric-categorisation"] = { weight = 3, act = "III 1(b)" },
  ["emotion-recognition"]      = { weight = 3, act = "III 1(c)" },
  ["critical-infrastructure"]  = { weight = 3, act = "III 2" },
  ["education-admission"]      = { weight = 3, act = "III 3(a)" },
  ["education-assessment"]     = { weight = 3, act = "III 3(b)" },
  ["education-level"]          = { weight = 3, act = "III 3(c)" },
  ["education-proctoring"]     = { weight = 3, act = "III 3(d)" },
  ["recruitment"]              = { weight = 3, act = "III 4(a)" },
  ["worker-management"]        = { weight = 3, act = "III 4(b)" },
  ["public-benefits"]          = { weight = 3, act = "III 5(a)" },
  ["credit"]                   = { weight = 3, act = "III 5(b)" },
  ["life-health-insurance"]    = { weight = 3, act = "III 5(c)" },
  ["emergency-dispatch"]       = { weight = 3, act = "III 5(d)" },
  ["law-enforcement"]          = { weight = 3, act = "III 6" },
  ["migration-border"]         = { weight = 3, act = "III 7" },
  ["justice"]                  = { weight = 3, act = "III 8(a)" },
  ["elections"]                = { weight = 3, act = "III 8(b)" },
  ["safety-component"]         = { weight = 3, act = "I" },
  ["medical-device"]           = { weight = 3, act = "I" },
  ["housing"]                  = { weight = 3 },
  ["other-insurance"]          = { weight = 2 },
  ["fraud-detection"]          = { weight = 2 },
  ["money-laundering"]         = { weight = 2 },
  ["collections"]              = { weight = 2 },
  ["pricing"]                  = { weight = 2 },
  ["health-advice"]            = { weight = 2 },
  ["content-moderation"]       = { weight = 2 },
  ["market-risk"]              = { weight = 2 },
  ["capital"]                  = { weight = 2 },
  ["assistant"]                = { weight = 2 },
  ["content-generation"]       = { weight = 1 },
  ["recommendation"]           = { weight = 1 },
  ["marketing"]                = { weight = 1 },
  ["forecasting"]              = { weight = 1 },
  ["document-processing"]      = { weight = 1 },
  ["internal-operations"]      = { weight = 1 },
  ["research"]                 = { weight = 1 },
}

uses.words = {}
for word in pairs(uses.classes) do
  table.insert(uses.words, word)
end

return uses
