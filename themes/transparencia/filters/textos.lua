-- Words and lists that templates put together.

-- list | primeras(n): its first entries.
local function primeras(lista, n)
  local queda = {}
  for _, x in ipairs(lista) do
    if #queda < n then queda[#queda + 1] = x end
  end
  return queda
end

-- list | compacta: without what is absent or empty, so that { a or "", b } | compacta | list reads well.
local function compacta(lista)
  local queda = {}
  for _, texto in ipairs(lista) do
    if texto ~= "" then queda[#queda + 1] = texto end
  end
  return queda
end

-- bytes | kilobytes: thousands of bytes with one decimal, exact and rounded half up; at least 0.1.
local function kilobytes(bytes)
  local kb = (decimal(bytes) / decimal("1000")):round(1)
  return kb:is_zero() and decimal("0.1") or kb
end

-- A sentence without its full stop, for those who go on after it.
local function sin_punto(texto)
  return texto and (texto:gsub("%.$", ""))
end

return { filters = { compacta = compacta, kilobytes = kilobytes, primeras = primeras, sin_punto = sin_punto } }
