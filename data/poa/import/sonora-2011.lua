-- Sonora, Programa Metas y Objetivos 2011: del documento publicado a las tablas de este paquete.
--   vitrina import data/poa/fuentes/sonora-2011.tsv --with data/poa/import/sonora-2011.lua …
-- Nada se repara en silencio: lo que se recupera, se arrastra o se interpreta queda en incidencias.

local FUENTE, PROGRAMA, OFICINA, EJERCICIO = "sonora-2011", "son-2011-poa", "son-ities", 2011

-- El encabezado son dos renglones: las columnas y, bajo CALENDARIO, los meses.
local plan = sheet:plan {
  rows = 2,
  columns = {
    objetivo = "OBJETIVO", meta = "META", descripcion = "DESCRIPCIÓN DE LA META", unidad = "UNIDAD DE MEDIDA", anual = "PROGRAMA ANUAL",
    calendario = "CALENDARIO",
  },
}
local portada = plan.pages[1]
local encabezado, renglon_meses = portada.header[1], portada.header[2]

-- Los meses, por su nombre: { { mes = 1, posicion = 6, celda = … }, … }
local meses = {}
for posicion, celda in renglon_meses:cells() do
  local mes = celda:month()
  if mes then
    meses[#meses + 1] = { mes = mes, posicion = posicion, celda = celda }
  else
    wrong(celda, { es = "no es el nombre de un mes", en = "this names no month" })
  end
end

local function incidencia(origen, clave, programa, meta, tabla, registro, campo, tipo, original, publicado, explicacion)
  emit("incidencias", origen) {
    incidencia_id = "son-2011-" .. clave, programa_id = programa, meta_id = meta, tabla = tabla, registro_id = registro,
    campo = campo, tipo = tipo, valor_original = original, valor_publicado = publicado, explicacion = explicacion,
  }
end

local function del_programa(origen, clave, tipo, original, publicado, explicacion)
  incidencia(origen, clave, PROGRAMA, nil, "programas", PROGRAMA, nil, tipo, original, publicado, explicacion)
end

-- La institución, el documento y el programa que abarca a los demás. El ámbito y las claves son del catálogo de este portal.
local oficina, titulo = portada.titles[1], portada.titles[2]
emit("instituciones", oficina) {
  institucion_id = OFICINA, nombre = title(oficina:only()), siglas = "ITIES", ambito = "estatal", cve_ent = "26",
  entidad_federativa = "Sonora",
}
emit("fuentes", titulo) {
  fuente_id = FUENTE, titulo = title(titulo:only()), archivo = sheet.path, sha256 = sheet.sha256, paginas = #plan.pages,
}

-- Los programas: el nombre va arriba de la tabla (páginas 1 y 3) o como renglón dentro de ella (página 2).
local function nombre_de_programa(renglon)
  local celda = renglon:only()
  if celda and celda.text:find("^PROGRAMA ") and not renglon:same(titulo) then return celda.text end
end

local programas, orden = {}, {} -- por nombre: { id =, nombre =, origen =, lugares = { … } }

local function anota(renglon, lugar)
  local nombre = nombre_de_programa(renglon)
  if not nombre then return end
  if not programas[nombre] then
    programas[nombre] = { id = "son-2011-" .. slug(nombre:gsub("^PROGRAMA ", "")), nombre = nombre, origen = renglon, lugares = {} }
    orden[#orden + 1] = programas[nombre]
  end
  table.insert(programas[nombre].lugares, lugar:format(renglon.page.number))
end

for _, pagina in ipairs(plan.pages) do
  for _, renglon in ipairs(pagina.titles) do anota(renglon, "arriba de la tabla de la página %d") end
  for renglon in pagina:rows() do anota(renglon, "como renglón dentro de la tabla de la página %d") end
end

local function programa(origen, id, padre, nombre, tipo)
  emit("programas", origen) {
    programa_id = id, institucion_id = OFICINA, programa_padre_id = padre, ejercicio = EJERCICIO, nombre = nombre, tipo = tipo,
    fuente_id = FUENTE,
  }
end

programa(titulo, PROGRAMA, nil, title(titulo:only()), "poa")
incidencia(titulo, "nombre", PROGRAMA, nil, "programas", PROGRAMA, "nombre", "texto", titulo:only(), title(titulo:only()),
  "El documento escribe el título todo en mayúsculas. Se publica con mayúsculas y minúsculas, sin cambiar palabras.")
for _, p in ipairs(orden) do
  programa(p.origen, p.id, PROGRAMA, title(p.nombre), "subprograma")
  local lugares = table.concat(p.lugares, " y ")
  incidencia(p.origen, p.id:gsub("^son%-2011%-", "") .. "-nombre", p.id, nil, "programas", p.id, "nombre", "texto", p.nombre, title(p.nombre),
    ("El nombre aparece todo en mayúsculas, %s. Se publica con mayúsculas y minúsculas."):format(lugares))
end

-- Lo que toca a todo el programa.
for i, m in ipairs(meses) do
  if m.celda.text == "AGT" then
    del_programa(renglon_meses, "agt", "texto", "AGT", ("%d-%02d"):format(EJERCICIO, m.mes),
      ("La columna del calendario entre %s y %s se llama AGT. Se leyó como agosto."):format(meses[i - 1].celda.text, meses[i + 1].celda.text))
  end
end
del_programa(encabezado, "fechas", "faltante", nil, nil,
  "El documento no da fechas de inicio ni de término de las metas, sólo el calendario por mes. Los dos campos quedan vacíos.")
del_programa(encabezado, "avance", "faltante", nil, nil,
  "El documento es el programa: no trae avances. El cumplimiento queda sin calcular, que no es lo mismo que 0 %.")
del_programa(encabezado, "indicadores", "faltante", nil, nil, "El documento no trae líneas de acción ni indicadores.")
del_programa(encabezado, "sentido", "ambiguo", nil, "ascendente; suma",
  "El documento no dice en qué sentido mejora cada meta ni cómo se acumula. Todas cuentan cosas por hacer y reparten la cantidad " ..
  "anual entre los meses: se leyeron como ascendentes y de suma.")

-- Un objetivo es de su programa, y se reconoce aunque cambie una mayúscula.
local vistos = {} -- por texto en minúsculas, en orden: { { id =, programa =, texto =, metas = { números } }, … }

local function objetivo_de(texto, p, numero)
  local iguales = vistos[lower(texto)] or {}
  vistos[lower(texto)] = iguales
  for _, visto in ipairs(iguales) do
    if visto.programa == p then
      visto.metas[#visto.metas + 1] = numero
      return visto
    end
  end
  p.objetivos = (p.objetivos or 0) + 1
  local nuevo = { id = ("%s-obj-%d"):format(p.id, p.objetivos), programa = p, texto = texto, metas = { numero }, de_otro = iguales[1] }
  iguales[#iguales + 1] = nuevo
  emit "objetivos" { objetivo_id = nuevo.id, programa_id = p.id, orden = p.objetivos, objetivo = texto }
  return nuevo
end

-- Lo que se vio en una meta y se publica como está. `nota` emite una incidencia de esa meta.
local function notas(nota, id, objetivo, texto_objetivo, descripcion)
  local copia = "sujetos obligados y sociedad obligados y sociedad organizada"
  if descripcion:find(copia, 1, true) then
    nota("descripcion", "metas", id, "descripcion", "texto", copia, copia,
      "La frase repite palabras, al parecer por error de copia. Se publica como está.")
  end
  if descripcion:find("pagina", 1, true) then
    nota("pagina", "metas", id, "descripcion", "texto", "pagina", "pagina", "Falta el acento en el documento. Se publica como está.")
  end
  if #objetivo.metas > 1 then return end -- lo que sigue es del objetivo, y se dice una vez
  if texto_objetivo:find("estado de sonora", 1, true) then
    nota("sonora", "objetivos", objetivo.id, "objetivo", "texto", "estado de sonora", "estado de sonora",
      "El nombre del estado está en minúscula en el documento. Se publica como está.")
  end
  if objetivo.de_otro then
    nota("objetivo", "objetivos", objetivo.id, "objetivo", "duplicado", texto_objetivo, texto_objetivo,
      ("El mismo objetivo está en el %s (meta %d), salvo la mayúscula de «Lineamientos». Cada programa conserva el suyo.")
      :format(title(objetivo.de_otro.programa.nombre), objetivo.de_otro.metas[1]))
  end
end

local actual                -- el programa del renglón
local arrastra = carry()    -- los objetivos combinados hacia abajo
local primera               -- la meta que trae escrito el objetivo
for _, pagina in ipairs(plan.pages) do
  for _, renglon in ipairs(pagina.titles) do actual = programas[nombre_de_programa(renglon)] or actual end
  for renglon in pagina:rows() do
    local encabeza = nombre_de_programa(renglon)
    if encabeza then
      actual, arrastra = programas[encabeza], carry()
    else
      local numero = renglon.meta:number():integer()
      local clave = ("%02d"):format(numero)
      local id = "son-2011-" .. clave
      local celda, arrastrada = arrastra(renglon.objetivo)
      if not arrastrada then primera = numero end
      local objetivo = objetivo_de(celda.text, actual, numero)
      local anual, suma = renglon.anual:number(), decimal(0)
      emit "metas" {
        meta_id = id, programa_id = actual.id, objetivo_id = objetivo.id, numero = numero, descripcion = renglon.descripcion,
        unidad_medida = renglon.unidad, tipo_valor = "absoluto", acumulacion = "suma", sentido = "ascendente", meta_programada = anual,
        fuente_id = FUENTE, fuente_localizador = ("página %d, línea %d"):format(pagina.number, renglon.line),
      }
      for _, m in ipairs(meses) do -- un mes en blanco es que no hay nada programado
        local programado = renglon[m.posicion]:number()
        if programado then
          suma = suma + programado
          emit "calendario" { meta_id = id, mes = ("%d-%02d"):format(EJERCICIO, m.mes), programado = programado }
        end
      end

      local function nota(fin, tabla, registro, campo, tipo, original, publicado, explicacion)
        incidencia(renglon, clave .. "-" .. fin, actual.id, id, tabla, registro, campo, tipo, original, publicado, explicacion)
      end
      if arrastrada then
        nota("objetivo", "metas", id, "objetivo_id", "recuperado", nil, objetivo.id,
          ("La celda del objetivo está en blanco. Se arrastró el último objetivo escrito arriba, el de la meta %d."):format(primera))
      elseif celda.text ~= objetivo.texto then
        nota("objetivo", "metas", id, "objetivo_id", "ambiguo", celda, objetivo.texto,
          ("El objetivo de esta meta sólo se distingue del de la meta %d por la mayúscula de «Cultura». Se tomó por el mismo objetivo.")
          :format(objetivo.metas[1]))
      end
      if suma ~= anual then
        local los_dos = anual .. "; " .. suma
        nota("calendario", "metas", id, "meta_programada", "no_cuadra", los_dos, los_dos,
          ("La meta anual dice %s y los meses suman %s. Se publican los dos números."):format(anual, suma))
      end
      notas(nota, id, objetivo, celda.text, renglon.descripcion.text)
    end
  end
end
