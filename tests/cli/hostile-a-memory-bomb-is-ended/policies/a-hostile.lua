return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local all = {}
    for i = 1, 1e9 do
      all[i] = { i, i, i, i }
    end
  end,
}
