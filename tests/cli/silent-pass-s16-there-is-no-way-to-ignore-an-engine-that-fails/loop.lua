return {
  id    = "stuck/loop",
  title = "A rule of this case",
  level = "overridable",

  check = function(case, params)
    while true do
    end
  end,
}
