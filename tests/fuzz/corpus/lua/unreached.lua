local p = {}
function p.check(case)
  while true do if false then case:fail("a") elseif 1 < 2 then break else case:pass("b") end end
  for i = 1, 0 do case:fail("c") end
  goto out
  do case:fail("d") end
  ::out:: return case:not_applicable("e")
end
return p
