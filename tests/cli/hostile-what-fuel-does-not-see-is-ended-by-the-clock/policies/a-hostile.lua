return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local function more(...)
      return more(1, ...)
    end
    more()
  end,
}
