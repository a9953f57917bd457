return { id = "a/b", title = "T", level = "mandatory", rules = { { metric = "accuracy", at_least = 0.9 } }, check = function() end }
