return { id = "a/b", title = "T", level = "mandatory", rules = { { metrik = "accuracy", at_least = 0.9 } } }
