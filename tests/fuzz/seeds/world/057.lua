local s = ("x"):rep(4000000)
for i = 1, 100000 do local t = s .. i end