return { level = "mandatory", params = { floor = 0.9 },
  check = function(case, params)
    local x = tonumber(case.model.x) or 0
    if x < params.floor or (case.y or -1) == 0 then case:fail("f") end
    case:metric("auc") -- lint: allow unused-subject (an example)
  end }
