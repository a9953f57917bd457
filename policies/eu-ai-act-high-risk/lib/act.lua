-- Which part of Regulation (EU) 2024/1689 a model is under, as it is declared.
--
-- root          the path that the declarations of this law begin with
-- classes       the words of `risk_class`
-- class(case)   the declared class; nil where there is none, which is then recorded
-- high(case)    the case to judge by, where the class is high; nil else, which is then recorded. Systems of Annex I are
--               bound later than those of Annex III: until then the rule is not applicable, and what is found is advice.
-- point(case)   "III 5(b)", "I"; nil where neither annex is declared, which is then recorded
-- points        the points of Annex III
local dates = require "dates"
local declarations = require "declarations"

local act = { root = "declarations.eu-ai-act." }

act.classes = { "prohibited", "high", "limited", "minimal", "gpai", "gpai-systemic" }
act.points = { "1(a)", "1(b)", "1(c)", "2", "3(a)", "3(b)", "3(c)", "3(d)", "4(a)", "4(b)", "5(a)", "5(b)", "5(c)", "5(d)",
               "6(a)", "6(b)", "6(c)", "6(d)", "6(e)", "7(a)", "7(b)", "7(c)", "7(d)", "8(a)", "8(b)" }

local annex_one_from = dates.day_number("2028-08-02")

function act.class(case)
  return declarations.choice(case, act.root .. "risk_class", act.classes)
end

function act.high(case)
  local class = act.class(case)
  if class and class ~= "high" then
    case:not_applicable("the declared class is " .. class .. "; the rule is for high-risk systems")
  end
  local annex = class == "high" and declarations.choice(case, act.root .. "annex", { "I", "III" })
  if annex == "I" and dates.today(case) < annex_one_from then
    case:not_applicable("systems of Annex I are bound from 2028-08-02 on; what is found before is advice")
    return case:advisory()
  end
  return annex and case or nil
end

function act.point(case)
  if declarations.found(case, act.root .. "annex") == "I" then
    return "I"
  end
  local point = declarations.choice(case, act.root .. "point", act.points)
  return point and "III " .. point
end

return act
