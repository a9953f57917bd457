return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local text = "a"
    while true do
      text = text .. text
    end
  end,
}
