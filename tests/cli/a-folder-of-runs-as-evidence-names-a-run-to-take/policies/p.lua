return { id = "team/auc", title = "AUC is at least the floor", level = "mandatory", remedy = "Retrain.",
  check = function(case) case:metric("auc"):at_least(0.8) end }
