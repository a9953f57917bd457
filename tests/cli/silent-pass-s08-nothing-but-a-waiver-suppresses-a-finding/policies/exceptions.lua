return { id = "credit/except", title = "T", level = "mandatory", exceptions = { "" }, check = function(case) case:pass("fine") end }
