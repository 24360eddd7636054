local ok, why = pcall(function() return nil .. "x" end)
return why