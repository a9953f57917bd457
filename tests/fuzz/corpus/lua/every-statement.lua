local a <const>, b <close> = 1, nil; ::x:: ; ::y:: goto x
for i = 1, 10, 2 do if i % 2 == 0 then goto continue end local z = i ::continue:: end
repeat local q = 1 if q then break end until q > 0x1.8p3 or q == .5e-2
function t.a.b:c(x, ...) local s = self return ..., x end
local function f(...) return select('#', ...), (...) end
local s = "a\65\x41\u{7FFFFFFF}\z  
  b" .. [==[ ]] ]=] ]==] .. 'x\
y' --[[ c ]] -- d
x = {1; [2] = 3, a = 4, f{5}, f"6", function() end,}
a, b.c, d[1] = 1, 2, 3 a:b"x":c{1}:d(2)
while not (x ~= y) and 1 // 2 << 3 | 4 & 5 ~ 6 < 7 do local _ENV = {} y = -x ^ -2 .. "" end
do goto e; local k; ::e:: end do return end
