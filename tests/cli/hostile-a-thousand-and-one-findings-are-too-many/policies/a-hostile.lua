return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    for i = 1, 100000 do
      case:pass("number " .. i)
    end
  end,
}
