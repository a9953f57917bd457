return {
  id     = "lander/card",
  title  = "The card says what the model is for and how well it does",
  level  = "mandatory",
  cites  = { "Model standard 4.3" },
  remedy = "Complete the card.",

  check = function(case)
    local on = { task = "reinforcement-learning", dataset = "LunarLander-v2" }
    case:metric("mean_reward", on):at_least(250)
    case:metric("success", on):at_least(0.9)
    if case.card.language == "no" and case.card.sections["Intended use"] == "Research." then
      case:pass("the card says what the model is for")
    end
  end,
}
