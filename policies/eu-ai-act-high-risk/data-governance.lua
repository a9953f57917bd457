-- It is known where the training data came from, whom they stand for, and that they were examined for bias.
local act = require "act"
local declarations = require "declarations"

return {
  id     = "eu-ai-act-high-risk/data-governance",
  title  = "The training data are governed: origin, representativeness, bias",
  level  = "mandatory",
  applies_from = "2027-12-02",
  cites  = { "EU AI Act Art. 10(2)(b)", "EU AI Act Art. 10(2)(f)", "EU AI Act Art. 10(2)(g)", "EU AI Act Art. 10(3)", "EU AI Act Art. 10(5)" },
  remedy = "Name declarations.eu-ai-act.data.origin, representativeness and bias_examination; say special_categories: true or false, and where true, special_categories_reason.",
  owner  = "obstat", version = "1.0.0",

  check = function(case)
    local judged = act.high(case)
    if not judged then
      return
    end
    declarations.all_said(judged, act.root .. "data", { "origin", "representativeness", "bias_examination" })
    if declarations.answer(judged, act.root .. "data.special_categories") then
      declarations.said(judged, act.root .. "data.special_categories_reason")
    end
  end,
}
