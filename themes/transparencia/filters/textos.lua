-- Words and lists that templates put together.

-- list | primeras(n): its first entries.
local function primeras(lista, n)
  local queda = {}
  for _, x in ipairs(lista) do
    if #queda < n then queda[#queda + 1] = x end
  end
  return queda
end

-- How languages call themselves. One that is not here goes by its code.
local IDIOMAS = {
  ca = "Català", de = "Deutsch", en = "English", es = "Español", eu = "Euskara", fr = "Français", gl = "Galego", gn = "Avañe’ẽ", it = "Italiano",
  nah = "Nāhuatl", pt = "Português", qu = "Runasimi", yua = "Maaya t’aan", zh = "中文",
}

-- code | idioma: a language's own name.
local function idioma(codigo)
  return IDIOMAS[codigo] or IDIOMAS[codigo:match("^%a+")] or codigo
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

return { filters = { compacta = compacta, idioma = idioma, kilobytes = kilobytes, primeras = primeras, sin_punto = sin_punto } }
