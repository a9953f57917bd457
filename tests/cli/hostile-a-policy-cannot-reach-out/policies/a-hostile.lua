return {
  id    = "a/hostile",
  title = "A rule of this case",
  level = "mandatory",

  check = function(case, params)
    local found = 0
    for _, try in ipairs({
      function() return os end, function() return io end, function() return debug end,
      function() return load end, function() return pcall end, function() return _G end,
    }) do
      found = found + (try() and 1 or 0)
    end
    case:pass("found " .. found)
  end,
}
