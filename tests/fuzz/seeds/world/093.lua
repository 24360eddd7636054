local t = { 1, 2, 3 }
table.insert(t, 1, 0)
table.insert(t, 4)
local x, y = table.remove(t, 1), table.remove(t)
return x .. y .. table.concat(t)