local t = { "b1", "a1", "b2", "a2" }
table.sort(t, function(a, b) return a:sub(1, 1) < b:sub(1, 1) end)
return table.concat(t, " ")