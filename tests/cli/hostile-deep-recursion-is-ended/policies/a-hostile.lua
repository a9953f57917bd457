return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local function down(n)
      return 1 + down(n + 1)
    end
    down(1)
  end,
}
