return {
  id    = "stuck/memory",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local all = {}
    while true do
      all[#all + 1] = {}
    end
  end,
}
