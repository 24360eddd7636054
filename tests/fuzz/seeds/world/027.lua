local mt = {}
local t = setmetatable({}, mt)
mt.__mode = "k"
t[{}] = 1
local s = ""
for i = 1, 300 do s = ("x"):rep(5000) .. i end
local n = 0
for k in pairs({ a = 1 }) do n = n + 1 end
return rawlen(t) .. n .. tostring(getmetatable(t) == mt)