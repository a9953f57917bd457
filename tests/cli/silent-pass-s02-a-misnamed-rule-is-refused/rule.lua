return { id = "a/b", title = "T", level = "mandatory", rule = { { metric = "accuracy", at_least = 0.9 } } }
