local mt = { __index = {} }
local ok = pcall(function()
	local t = setmetatable({}, mt)
	mt.__close = function() end
	local x <close> = t
end)
return tostring(ok)