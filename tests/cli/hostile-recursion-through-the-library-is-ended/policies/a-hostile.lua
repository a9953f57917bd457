return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local function down(a, b)
      table.sort({ 3, 2, 1 }, down)
      return a < b
    end
    table.sort({ 3, 2, 1 }, down)
  end,
}
