return { id = (function() while true do end end)() }
