-- What belongs together among programmes, goals and incidents.

-- programa | programas_iguales: the same programme in every year that has it, in order, this one too. model.lua says which are the same.
local function iguales(programa)
  local lista = {}
  for _, otro in ipairs(programa.institucion.programas) do
    if otro.serie == programa.serie then lista[#lista + 1] = otro end
  end
  return lista
end

-- programas | raices: those that are not part of another.
local function raices(programas)
  local lista = {}
  for _, programa in ipairs(programas) do
    if not programa.programa_padre_id then lista[#lista + 1] = programa end
  end
  return lista
end

-- programas | por_anio: { { anio, programas } }, the latest year first.
local function por_anio(programas)
  local anios, de = {}, {}
  for _, programa in ipairs(programas) do
    local grupo = de[programa.ejercicio]
    if not grupo then
      grupo = { anio = programa.ejercicio, programas = {} }
      de[programa.ejercicio] = grupo
      anios[#anios + 1] = grupo
    end
    grupo.programas[#grupo.programas + 1] = programa
  end
  table.sort(anios, function(a, b) return a.anio > b.anio end)
  return anios
end

-- programas | recientes(n): the last n, the latest year first.
local function recientes(programas, n)
  local lista = {}
  for _, grupo in ipairs(por_anio(programas)) do
    for _, programa in ipairs(grupo.programas) do
      if #lista < n then lista[#lista + 1] = programa end
    end
  end
  return lista
end

-- programas | series: lists of the same programme in its years; those of one year are there too.
local function series(programas)
  local lista, de = {}, {}
  for _, programa in ipairs(programas) do
    local serie = de[programa.serie]
    if not serie then
      serie = {}
      de[programa.serie] = serie
      lista[#lista + 1] = serie
    end
    serie[#serie + 1] = programa
  end
  return lista
end

-- metas | que_no_cuadran(n): the first n whose months do not add up to their target.
local function que_no_cuadran(metas, n)
  local lista = {}
  for _, meta in ipairs(metas) do
    if meta.calendario_diferencia then lista[#lista + 1] = meta end
    if #lista == n then break end
  end
  return lista
end

-- indicador | campos_vacios(campos): the titles of the fields in which it says nothing. Thresholds are the portal's, not the document's.
local function campos_vacios(fila, campos)
  local titulos = {}
  for _, campo in ipairs(campos) do
    if fila[campo.name] == nil and not campo.name:find("^umbral_") then titulos[#titulos + 1] = campo.title end
  end
  return titulos
end

-- listas | de_varios: those that have more than one entry.
local function de_varios(listas)
  local quedan = {}
  for _, lista in ipairs(listas) do
    if #lista > 1 then quedan[#quedan + 1] = lista end
  end
  return quedan
end

-- instituciones | series_de_instituciones: the programmes that an institution has had in more than one year, as lists.
local function series_de_instituciones(instituciones)
  local varias = {}
  for _, institucion in ipairs(instituciones) do
    for _, serie in ipairs(de_varios(series(raices(institucion.programas)))) do varias[#varias + 1] = serie end
  end
  return varias
end

-- programa | todas_las_metas: its own and those of the programmes it contains; model.lua refuses circles.
local function todas(programa)
  local lista = {}
  local function tomar(p)
    for _, meta in ipairs(p.metas) do lista[#lista + 1] = meta end
    for _, sub in ipairs(p.subprogramas) do tomar(sub) end
  end
  tomar(programa)
  return lista
end

-- programa | por_objetivo: { { titulo, numero, metas } }, without the objectives that have no goal.
local function por_objetivo(programa)
  local grupos = {}
  for i, objetivo in ipairs(programa.objetivos) do
    if #objetivo.metas > 0 then
      grupos[#grupos + 1] = { numero = objetivo.orden or i, titulo = objetivo.objetivo, metas = objetivo.metas }
    end
  end
  return grupos
end

-- etiqueta | por_programa: { { programa, titulo, metas } }: the goals that carry a label, programme by programme, as first met.
local function por_programa(etiqueta)
  local grupos, de = {}, {}
  for _, enlace in ipairs(etiqueta.metas_etiquetas) do
    local programa = enlace.meta.programa
    local grupo = de[programa.programa_id]
    if not grupo then
      grupo = { programa = programa, titulo = programa.nombre, metas = {} }
      de[programa.programa_id] = grupo
      grupos[#grupos + 1] = grupo
    end
    grupo.metas[#grupo.metas + 1] = enlace.meta
  end
  return grupos
end

-- grupos | metas_de_grupos: the goals of all groups in one list.
local function metas_de_grupos(grupos)
  local lista = {}
  for _, grupo in ipairs(grupos) do
    for _, meta in ipairs(grupo.metas) do lista[#lista + 1] = meta end
  end
  return lista
end

-- meta | vecinas: { anterior, siguiente }: the goals before and after it in its programme.
local function vecinas(meta)
  local anterior, antes = nil, nil
  for _, otra in ipairs(meta.programa.metas) do
    if antes then return { anterior = anterior, siguiente = otra } end
    if otra.meta_id == meta.meta_id then antes = true else anterior = otra end
  end
  return { anterior = anterior }
end

-- meta | cadena: the goals it continues and those that continue it, the earliest first. Where two continue one, all are there; a circle ends.
local function cadena(meta)
  local lista, vistas = {}, {}
  local primera = meta
  while primera.anterior and not vistas[primera.anterior.meta_id] do
    primera = primera.anterior
    vistas[primera.meta_id] = true
  end
  vistas = {}
  local function tomar(m)
    if vistas[m.meta_id] then return end
    vistas[m.meta_id] = true
    lista[#lista + 1] = m
    for _, otra in ipairs(m.posteriores) do tomar(otra) end
  end
  tomar(primera)
  return lista
end

-- What matters most first.
local TIPOS = { "no_cuadra", "faltante", "ambiguo", "recuperado", "duplicado", "texto" }

-- incidencias | por_tipo: { { tipo, filas } }
local function por_tipo(incidencias)
  local grupos = {}
  for _, tipo in ipairs(TIPOS) do
    local filas = {}
    for _, incidencia in ipairs(incidencias) do
      if incidencia.tipo == tipo then filas[#filas + 1] = incidencia end
    end
    if #filas > 0 then grupos[#grupos + 1] = { tipo = tipo, filas = filas, muestra = filas[1] } end
  end
  return grupos
end

-- incidencias | de_tipo("no_cuadra")
local function de_tipo(incidencias, tipo)
  local filas = {}
  for _, incidencia in ipairs(incidencias) do
    if incidencia.tipo == tipo then filas[#filas + 1] = incidencia end
  end
  return filas
end

-- hallazgos | sin_regla("calendar-sum"): those of other rules, where the page tells what that one found by itself.
local function sin_regla(hallazgos, regla)
  local lista = {}
  for _, hallazgo in ipairs(hallazgos) do
    if hallazgo.regla_id ~= regla then lista[#lista + 1] = hallazgo end
  end
  return lista
end

-- programas | con_asuntos: those with findings, incidents or missing reports.
local function con_asuntos(programas)
  local lista = {}
  for _, p in ipairs(programas) do
    if #p.hallazgos > 0 or #p.incidencias > 0 or p.informes_publicados < p.informes_debidos then lista[#lista + 1] = p end
  end
  return lista
end

return {
  filters = {
    cadena = cadena,
    campos_vacios = campos_vacios,
    con_asuntos = con_asuntos,
    de_tipo = de_tipo,
    de_varios = de_varios,
    metas_de_grupos = metas_de_grupos,
    por_anio = por_anio,
    por_objetivo = por_objetivo,
    por_programa = por_programa,
    por_tipo = por_tipo,
    programas_iguales = iguales,
    que_no_cuadran = que_no_cuadran,
    raices = raices,
    recientes = recientes,
    series = series,
    series_de_instituciones = series_de_instituciones,
    sin_regla = sin_regla,
    todas_las_metas = todas,
    vecinas = vecinas,
  },
}
