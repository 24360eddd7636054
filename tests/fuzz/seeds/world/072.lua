local m = { a = {} }
return m.a.b.c