return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local text = string.rep("a", 60000)
    return text:find(string.rep("a-", 100) .. "b")
  end,
}
