-- A deployer in scope has assessed the impact on fundamental rights.
--
-- In scope are bodies governed by public law and those who provide public services, and whoever scores credit or prices life
-- and health insurance (Annex III 5(b) and (c)). Critical infrastructure (point 2) is not.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/impact-assessment",
  title  = "A deployer in scope has assessed the impact on fundamental rights",
  level  = "mandatory",
  applies_from = "2027-12-02",
  when   = { to = { "canary", "production" } },
  cites  = { "EU AI Act Art. 27(1)" },
  remedy = "Write declarations.eu-ai-act.role (provider, deployer, both) and public_body (true, false), and name fundamental_rights_assessment.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    local role = judged and declarations.choice(judged, act.root .. "role", { "provider", "deployer", "both" })
    if not role then
      return
    end
    if role == "provider" then
      return judged:not_applicable("the assessment is the deployer's")
    end
    local point, public = act.point(judged), declarations.answer(judged, act.root .. "public_body")
    if not point or public == nil then
      return
    end
    if point == "III 5(b)" or point == "III 5(c)" or (public and point ~= "III 2" and point ~= "I") then
      declarations.said(judged, act.root .. "fundamental_rights_assessment")
    else
      judged:not_applicable("the deployer is not in the scope of Article 27")
    end
  end,
}
