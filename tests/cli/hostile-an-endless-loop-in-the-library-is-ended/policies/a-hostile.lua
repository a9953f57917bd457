return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local text = string.rep("a", 60000)
    while true do
      text:find("a-b")
    end
  end,
}
