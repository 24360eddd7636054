-- Puebla, Programa de Trabajo Anual 2013: del documento publicado a las tablas de este paquete.
--   vitrina import data/poa/fuentes/puebla-2013.tsv --with data/poa/import/puebla-2013.lua …
-- Nada se repara en silencio: lo que se recupera, se separa o se interpreta queda en incidencias.

local FUENTE, PROGRAMA, OFICINA = "puebla-2013", "pue-2013-poa", "puebla-cgt"
local ETIQUETA, CLAVE_ETIQUETA = "PROIGUALDAD", "proigualdad"
local PERIODO, CORTE = "2013-T4", date("2013-12-31")

-- Una franja (FECHA PROGRAMADA, LA META) va arriba del encabezado, cortada de otro modo en cada página.
local plan = sheet:plan {
  bands = 1,
  columns = {
    objetivo = "OBJETIVO", linea = "LÍNEA DE ACCIÓN", producto = "PRODUCTO", inicio = "INICIO", termino = "TÉRMINO",
    anual = "ANUAL", avance = "AVANCE ACUMULADO AL 4TO. TRIMESTRE", indicador = "INDICADORES DE EVALUACIÓN",
  },
}
local orden = plan:date_order("inicio", "termino")
local portada = plan.pages[1]
local encabezado = portada.header[1]

-- Lo que falta se deja vacío: nil.
local function incidencia(origen, clave, meta, tabla, registro, campo, tipo, original, publicado, explicacion)
  emit("incidencias", origen) {
    incidencia_id = "pue-2013-" .. clave, programa_id = PROGRAMA, meta_id = meta, tabla = tabla, registro_id = registro,
    campo = campo, tipo = tipo, valor_original = original, valor_publicado = publicado, explicacion = explicacion,
  }
end

local function del_programa(origen, clave, tipo, original, publicado, explicacion)
  incidencia(origen, clave, nil, "programas", PROGRAMA, nil, tipo, original, publicado, explicacion)
end

-- La institución, el documento y el programa. El ámbito y las claves son del catálogo de este portal.
local oficina, titulo = portada.titles[1], portada.titles[2]
emit("instituciones", oficina) {
  institucion_id = OFICINA, nombre = title(oficina:only()), ambito = "municipal", cve_ent = "21", cve_mun = "114",
  entidad_federativa = "Puebla",
}
emit("fuentes", titulo) {
  fuente_id = FUENTE, titulo = titulo:only(), archivo = sheet.path, sha256 = sheet.sha256, paginas = #plan.pages,
}
emit("programas", titulo) {
  programa_id = PROGRAMA, institucion_id = OFICINA, ejercicio = 2013, nombre = titulo:only(), tipo = "poa",
  fuente_id = FUENTE,
}

-- Lo que toca a todo el programa. Las franjas: lo que se lee arriba de las columnas de la meta, que debía decir LA META.
local franjas = {}
for i, pagina in ipairs(plan.pages) do
  for _, celda in pagina.bands[1]:cells() do
    if celda.position >= encabezado.anual.position then franjas[i] = celda.text end
  end
end
incidencia(portada.bands[1], "encabezados", nil, "fuentes", FUENTE, nil, "texto", table.concat(franjas, "; "), nil,
  ("La franja superior del encabezado sale cortada, y distinta en cada página: «%s» sobre la columna ANUAL en la página 1, " ..
  "«%s» sobre la del avance en la 2. Las columnas se leyeron por su segundo renglón, igual en las dos."):format(franjas[1], franjas[2]))
del_programa(encabezado, "numeros", "texto", nil, nil,
  "El documento no numera sus metas. El número es el orden en que aparecen, siguiendo de la página 1 a la 2.")
for renglon in plan:rows() do -- el primer renglón con millares sirve de ejemplo
  if renglon.avance.text:find(",", 1, true) then
    local cantidad, unidad = renglon.avance:amount()
    del_programa(renglon, "unidades", "texto", renglon.avance, cantidad .. "; " .. unidad,
      "La cantidad y su unidad comparten celda en la meta y en el avance. Se separaron y se quitó la coma de los millares.")
    break
  end
end
for renglon in plan:rows() do
  del_programa(renglon, "fechas", "texto", renglon.inicio, renglon.inicio:date(orden),
    "El documento escribe día/mes/año. Las fechas se publican como año-mes-día.")
  break
end
del_programa(encabezado, "corte", "texto", encabezado.avance, CORTE,
  "El documento no da la fecha de corte. Se tomó el último día del cuarto trimestre.")
del_programa(encabezado, "sentido", "ambiguo", nil, "ascendente",
  "El documento no dice en qué sentido mejora cada meta ni cómo se acumula. Todas se leyeron como ascendentes: cuentan cosas hechas o " ..
  "miden una cobertura. Las cantidades se acumulan sumando; los porcentajes no se suman y se toma el último.")

-- Un objetivo o una línea se publica la primera vez que aparece, y conserva su clave cuando se repite.
local objetivos, lineas, cuenta_objetivos, cuenta_lineas, orden_linea = {}, {}, 0, 0, {}

local function objetivo_de(renglon)
  local texto = renglon.objetivo.text
  if not objetivos[texto] then
    cuenta_objetivos = cuenta_objetivos + 1
    objetivos[texto] = "pue-2013-obj-" .. cuenta_objetivos
    emit "objetivos" { objetivo_id = objetivos[texto], programa_id = PROGRAMA, orden = cuenta_objetivos, objetivo = texto }
  end
  return objetivos[texto]
end

local function linea_de(renglon, objetivo)
  local texto = renglon.linea.text
  if not lineas[texto] then
    cuenta_lineas = cuenta_lineas + 1
    orden_linea[objetivo] = (orden_linea[objetivo] or 0) + 1
    lineas[texto] = "pue-2013-lin-" .. cuenta_lineas
    emit "lineas_accion" { linea_accion_id = lineas[texto], objetivo_id = objetivo, orden = orden_linea[objetivo], linea_accion = texto }
  end
  return lineas[texto]
end

-- El indicador y, si la trae, su fórmula, que va después de " = ".
local function indicador_de(renglon, numero, meta)
  local id, texto = ("pue-2013-ind-%02d"):format(numero), renglon.indicador.text
  local nombre, formula = texto, nil
  local igual = texto:find(" = ", 1, true)
  if igual then
    nombre, formula = texto:sub(1, igual - 1), texto:sub(igual + 3)
    incidencia(renglon, meta .. "-formula", "pue-2013-" .. meta, "indicadores", id, "metodo_calculo", "texto", texto,
      nombre .. "; " .. formula,
      "El nombre del indicador y su fórmula comparten celda, separados por un signo de igual. Se publican en dos campos.")
  end
  emit "indicadores" { indicador_id = id, nombre = nombre, metodo_calculo = formula }
  return id, nombre, formula
end

local function inicio_de(renglon, numero, meta)
  local celda, id = renglon.inicio, "pue-2013-" .. meta
  local recuperada = celda:serial()
  if recuperada then
    local serie = celda.text:gsub("00%%$", "")
    incidencia(renglon, meta .. "-fecha-inicio", id, "metas", id, "fecha_inicio", "recuperado", celda, recuperada,
      ("En la fecha de inicio se lee «%s»: es el número de serie %s de la hoja de cálculo con formato de porcentaje. " ..
      "Ese número es el 2 de enero de 2013, la misma fecha que llevan metas vecinas."):format(celda.text, serie))
    return recuperada
  elseif celda:blank() then
    incidencia(renglon, meta .. "-fecha-inicio", id, "metas", id, "fecha_inicio", "faltante", nil, nil,
      "La fecha de inicio está en blanco en el documento. Las metas vecinas empiezan el 2 de enero de 2013, pero el documento " ..
      "no lo dice de ésta: se deja vacía.")
    return nil
  end
  return celda:date(orden)
end

-- La etiqueta sólo cuenta donde es la última palabra del producto.
local function producto_de(renglon, meta)
  local id, texto = "pue-2013-" .. meta, renglon.producto.text
  local producto, etiquetada = renglon.producto:label(ETIQUETA)
  if etiquetada then
    emit("metas_etiquetas", renglon) { meta_id = id, etiqueta_id = CLAVE_ETIQUETA }
    incidencia(renglon, meta .. "-etiqueta", id, "metas", id, "descripcion", "texto", texto, producto,
      "La palabra PROIGUALDAD cierra el producto a manera de etiqueta. Se quitó del texto y se publica como etiqueta de la meta.")
  elseif texto:find(ETIQUETA, 1, true) then
    incidencia(renglon, meta .. "-etiqueta", id, "metas", id, "descripcion", "ambiguo", ETIQUETA, ETIQUETA,
      "El producto menciona PROIGUALDAD dentro de la oración, no como palabra final: habla de los productos etiquetados. " ..
      "No se le puso la etiqueta.")
  end
  return producto
end

-- Lo que se vio al leer una celda y se publica como está.
local function notas(renglon, meta, indicador, nombre, formula)
  local id = "pue-2013-" .. meta
  if nombre:find("ciudadania", 1, true) then
    incidencia(renglon, meta .. "-ciudadania", id, "indicadores", indicador, "nombre", "texto", "ciudadania", "ciudadania",
      "Falta el acento en el documento. Se publica como está.")
  end
  if formula and formula:find("+ las pendientes del año anterior", 1, true) then
    incidencia(renglon, meta .. "-divisor", id, "indicadores", indicador, "metodo_calculo", "ambiguo", formula, formula,
      "La fórmula suma «las pendientes del año anterior» sin paréntesis en el divisor, así que no es seguro a qué se suman. " ..
      "Se publica como está; el portal no la recalcula.")
  end
  if nombre:find("capacitados y/o asesorados", 1, true) then
    local _, unidad = renglon.anual:amount()
    incidencia(renglon, meta .. "-unidad", id, "metas", id, "unidad_medida", "ambiguo", unidad, unidad,
      "La meta cuenta servidores «asesorados»; su indicador, «capacitados y/o asesorados». Se publican las dos formas.")
  end
end

emit("etiquetas", encabezado) {
  etiqueta_id = CLAVE_ETIQUETA, nombre = ETIQUETA,
  descripcion = "Productos que el Programa Operativo Anual 2013 de Puebla marca con la palabra PROIGUALDAD y de los que se informa " ..
    "al Instituto Municipal de las Mujeres.",
}

local numero = 0
for renglon in plan:rows() do
  numero = numero + 1
  local meta = ("%02d"):format(numero)
  local id = "pue-2013-" .. meta
  local objetivo = objetivo_de(renglon)
  local linea = linea_de(renglon, objetivo)
  local producto = producto_de(renglon, meta)
  local indicador, nombre, formula = indicador_de(renglon, numero, meta)
  local inicio = inicio_de(renglon, numero, meta)
  notas(renglon, meta, indicador, nombre, formula)

  local anual, unidad = renglon.anual:amount()
  local avance, unidad_avance = renglon.avance:amount()
  if unidad ~= unidad_avance then wrong(renglon.avance, { es = "el avance y la meta van en unidades distintas", en = "progress and target have different units" }) end
  local porcentaje = unidad == "%"
  emit "metas" {
    meta_id = id, programa_id = PROGRAMA, objetivo_id = objetivo, linea_accion_id = linea, indicador_id = indicador, numero = numero,
    descripcion = producto, unidad_medida = unidad, tipo_valor = porcentaje and "porcentaje" or "absoluto",
    acumulacion = porcentaje and "ultimo" or "suma", sentido = "ascendente", meta_programada = anual, fecha_inicio = inicio,
    fecha_termino = renglon.termino:date(orden), fuente_id = FUENTE,
    fuente_localizador = ("página %d, línea %d"):format(renglon.page.number, renglon.line),
  }
  emit "avances" { meta_id = id, periodo = PERIODO, corte = CORTE, tipo = "acumulado", valor = avance, fuente_id = FUENTE }
end
