local t, s = {}, ("x"):rep(1000000)
for i = 1, 1 << 40 do t[i] = s .. i end