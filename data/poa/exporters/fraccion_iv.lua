-- El formato con que la Plataforma Nacional de Transparencia pide los objetivos y metas de los programas operativos: la fracción IV del artículo 70
-- de la ley general de 2015 y del 65 de la de 2025. Cuál de las dos se cita lo dice legal_basis en portal.yaml.
--
-- Este archivo es de la oficina que publica: cada columna del formato es un campo, y `row` dice de dónde sale su valor en cada meta.
-- Lo que no está en los datos queda vacío: aquí no se inventa nada. Las fechas van como día/mes/año, que es como las pide la plataforma.

-- El último informe de avance que dice su fecha; si no, la fecha del documento.
local function actualizada(meta)
  local ultima
  for _, avance in ipairs(meta.avances) do
    local fecha = avance.fecha_reporte
    if fecha and (not ultima or fecha > ultima) then ultima = fecha end
  end
  return ultima or (meta.fuente and meta.fuente.fecha_documento)
end

-- Por qué hay celdas vacías, y qué se sabe de la meta que el formato no pregunta.
local function nota(meta)
  local partes = {}
  if not meta.indicador then partes[#partes + 1] = "El documento no da indicador para esta meta." end
  if meta.meta_ajustada then
    partes[#partes + 1] = "La meta se ajustó de " .. tostring(meta.meta_programada) .. " a " .. tostring(meta.meta_ajustada) .. "."
  end
  if meta.fuente and not meta.fuente.url then partes[#partes + 1] = "No se conoce la dirección del documento." end
  return #partes > 0 and table.concat(partes, " ") or nil
end

export {
  name = "fraccion_iv",
  title = { es = "Objetivos y metas, en el formato de la fracción IV", en = "Objectives and goals, in the form of fraction IV" },
  description = {
    es = "Un renglón por meta, con las columnas que pide la Plataforma Nacional de Transparencia. Las fechas van como día/mes/año.",
    en = "A row per goal, with the columns that Mexico’s National Transparency Platform asks for. Dates are day/month/year.",
  },
  from = "metas",
  fields = {
    { name = "ejercicio", type = "year", required = true, title = { es = "Ejercicio", en = "Fiscal year" } },
    { name = "inicio_periodo", type = "date", format = "%d/%m/%Y", required = true,
      title = { es = "Fecha de inicio del periodo que se informa", en = "First day of the period informed" } },
    { name = "termino_periodo", type = "date", format = "%d/%m/%Y", required = true,
      title = { es = "Fecha de término del periodo que se informa", en = "Last day of the period informed" } },
    { name = "area", type = "string", title = { es = "Denominación del área", en = "Area" } },
    { name = "objetivo", type = "string", required = true,
      title = { es = "Descripción breve y clara de cada objetivo", en = "Description of each institutional objective" } },
    { name = "indicador", type = "string", title = { es = "Indicadores asociados", en = "Associated indicators" } },
    { name = "meta", type = "number", title = { es = "Meta del indicador", en = "Target of the indicator" } },
    { name = "unidad_medida", type = "string", title = { es = "Unidad de medida", en = "Unit of measure" } },
    { name = "documento", type = "string", title = { es = "Hipervínculo al documento del programa", en = "Link to the programme’s document" } },
    { name = "areas_responsables", type = "string",
      title = { es = "Áreas responsables que generan, poseen, publican y actualizan la información", en = "Areas responsible for the information" } },
    { name = "fecha_actualizacion", type = "date", format = "%d/%m/%Y", title = { es = "Fecha de actualización", en = "Date of update" } },
    { name = "nota", type = "string", title = { es = "Nota", en = "Note" } },
  },
  row = function(meta)
    local programa = meta.programa
    local anio = tostring(programa.ejercicio)
    local area = meta.area_responsable or programa.area_responsable
    return {
      ejercicio = programa.ejercicio,
      inicio_periodo = programa.fecha_inicio or date(anio .. "-01-01"),
      termino_periodo = programa.fecha_termino or date(anio .. "-12-31"),
      area = area,
      objetivo = meta.objetivo.objetivo,
      indicador = meta.indicador and meta.indicador.nombre,
      meta = meta.meta_ajustada or meta.meta_programada,
      unidad_medida = meta.unidad_medida,
      documento = meta.fuente and meta.fuente.url,
      areas_responsables = area or programa.institucion.nombre,
      fecha_actualizacion = actualizada(meta),
      nota = nota(meta),
    }
  end,
}
