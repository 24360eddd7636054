-- What the pages of data sets tell for programs and for those who cite.

-- page.downloads | de_tabla: those of the table itself, and its package's database, by the name of their format.
local function de_tabla(descargas)
  local por_nombre = {}
  for _, archivo in ipairs(descargas) do
    if archivo.of == "table" or archivo.name == "sqlite" then por_nombre[archivo.name] = archivo end
  end
  return por_nombre
end

-- page.downloads | de_paquete("poa"): those of a package as a whole; without a name, those of the whole portal.
local function de_paquete(descargas, nombre)
  local suyos = {}
  for _, archivo in ipairs(descargas) do
    if archivo.package == nombre and archivo.of ~= "table" then suyos[#suyos + 1] = archivo end
  end
  return suyos
end

-- fields | con_calculados: whether any is computed, so that files have a column of absences.
local function con_calculados(campos)
  for _, campo in ipairs(campos) do
    if campo.computed then return true end
  end
  return false
end

-- fields | numericos: the names of those that hold numbers.
local function numericos(campos)
  local nombres = {}
  for _, campo in ipairs(campos) do
    if campo.type == "number" or campo.type == "integer" or campo.type == "year" then nombres[#nombres + 1] = campo.name end
  end
  return nombres
end

-- A table's name in the database: SQLite keeps those that begin with sqlite_ for itself.
local function nombre_sqlite(nombre)
  return (nombre:gsub("^sqlite_", "_%0"))
end

local EN_TEX = { ["\\"] = "\\textbackslash{}", ["~"] = "\\textasciitilde{}", ["^"] = "\\textasciicircum{}" }

-- Text inside the braces of a BibTeX entry.
local function bibtex(texto)
  return (texto:gsub("[\\~^{}$&#%%_]", function(signo) return EN_TEX[signo] or "\\" .. signo end))
end

-- "2024-01-31" | partes_de_fecha: { 2024, 1, 31 }.
local function partes_de_fecha(texto)
  local anio, mes, dia = texto:match("^(%d+)-(%d+)-(%d+)")
  return { math.tointeger(anio), math.tointeger(mes), math.tointeger(dia) }
end

return { filters = { bibtex = bibtex, con_calculados = con_calculados, de_paquete = de_paquete, de_tabla = de_tabla, nombre_sqlite = nombre_sqlite,
  numericos = numericos, partes_de_fecha = partes_de_fecha } }
