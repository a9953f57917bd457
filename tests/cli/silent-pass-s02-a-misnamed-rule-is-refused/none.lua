return { id = "a/b", title = "T", level = "mandatory" }
