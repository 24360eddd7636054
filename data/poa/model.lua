-- Lo que el descriptor no puede decir: qué se calcula con los datos y qué se revisa en ellos.
--
-- Este archivo es de la oficina que publica: se puede leer de arriba abajo y cambiar sin saber de programas.
--   recurso:field    un campo que se calcula; nunca se escribe a mano. Da el valor, o nil y la razón de que no lo haya.
--   recurso:check    una revisión; da nil si todo está bien, o el mensaje en español y en inglés. title y means la explican en /calidad/.
--   recurso:reason   cómo se dice cada razón a la gente.
--   recurso:history  qué cambios de una cifra se señalan en su historia.
-- Los números son exactos (1022, 98.61); nada se redondea salvo donde dice :round.

local instituciones = resource "instituciones"
local programas = resource "programas"
local metas = resource "metas"
local calendario = resource "calendario"
local avances = resource "avances"
local incidencias = resource "incidencias"

local CIEN = decimal("100")

-- Los umbrales del semáforo son una decisión del portal: están en portal.yaml. Un indicador puede traer los suyos.
local umbrales = settings.umbrales
  or error("portal.yaml: falta model.umbrales con verde_min, verde_max, amarillo_min y amarillo_max")

-- Guarda el último resultado: los campos de un mismo renglón se calculan seguidos, y así la cuenta se hace una vez.
local function una_vez(clave, cuenta)
  local ultima, resultado
  return function(renglon)
    if renglon[clave] ~= ultima then
      resultado = cuenta(renglon)
      ultima = renglon[clave]
    end
    return resultado
  end
end

---------------------------------------------------------------------------------------------------------------------
-- Por qué puede faltar una cifra
---------------------------------------------------------------------------------------------------------------------

metas:reason { name = "not-reported", es = "sin avance reportado", en = "no progress reported" }
metas:reason { name = "not-applicable", es = "no aplica", en = "not applicable" }
metas:reason { name = "not-due", es = "aún no vence", en = "not yet due" }
metas:reason { name = "reserved", es = "información reservada", en = "withheld" }
metas:reason { name = "no-target", es = "sin meta programada", en = "no target set" }
metas:reason { name = "zero-target", es = "no se puede calcular: la meta es 0", en = "not computable: the target is 0" }
metas:reason { name = "zero-progress", es = "no se puede calcular: el avance es 0 y la meta mejora al bajar",
  en = "not computable: progress is 0 and lower is better" }
metas:reason { name = "not-adjusted", es = "la meta no se ajustó", en = "the target was not adjusted" }
metas:reason { name = "no-calendar", es = "sin calendario por mes", en = "no monthly calendar" }
metas:reason { name = "adds-up", es = "los meses suman la meta", en = "the months add up to the target" }
metas:reason { name = "not-additive", es = "los meses de esta meta no se suman", en = "the months of this goal do not add up" }
metas:reason { name = "no-direction", es = "la meta no mejora al subir ni al bajar", en = "neither higher nor lower is better" }

-- Lo que la institución escribe en avances.ausencia, y la razón que se publica.
local RAZON_DE_AUSENCIA = {
  no_reportado = "not-reported",
  no_aplica = "not-applicable",
  no_vencido = "not-due",
  reservado = "reserved",
}

---------------------------------------------------------------------------------------------------------------------
-- La cuenta de una meta
---------------------------------------------------------------------------------------------------------------------

-- Los dígitos después del punto del valor que más tiene.
local function decimales(valores)
  local escala = 0
  for _, valor in ipairs(valores) do
    if valor:scale() > escala then escala = valor:scale() end
  end
  return escala
end

local function sumar(valores)
  local total = decimal("0")
  for _, valor in ipairs(valores) do total = total + valor end
  return total
end

local function mayor(valores)
  local alto = valores[1]
  for _, valor in ipairs(valores) do
    if alto < valor then alto = valor end
  end
  return alto
end

-- Cómo se juntan los valores de varios periodos, según metas.acumulacion. Nunca se llama con una lista vacía.
local JUNTAR = {
  suma = sumar,
  ultimo = function(valores) return valores[#valores] end,
  maximo = mayor,
  promedio = function(valores) -- con dos decimales más que los publicados
    return (sumar(valores) / decimal(#valores)):round(decimales(valores) + 2)
  end,
}

-- El avance y su fecha de corte. Manda el último acumulado; si no hay acumulados, se juntan los de cada periodo.
-- Los avances llegan en orden de corte.
local function avance_de(meta)
  local acumulado, parciales, corte, ausente = nil, {}, nil, nil
  for _, a in ipairs(meta.avances) do
    if not a.valor then
      ausente = a
    elseif a.tipo == "acumulado" then
      acumulado = a
    else
      parciales[#parciales + 1] = a.valor
      corte = a.corte
    end
  end
  if acumulado then return acumulado.valor, acumulado.corte end
  if #parciales > 0 then return JUNTAR[meta.acumulacion](parciales), corte end
  return nil, nil, ausente and RAZON_DE_AUSENCIA[ausente.ausencia] or "not-reported"
end

-- El porcentaje de una cantidad prometida y la operación con sus cifras, o nil y la razón.
--   mejor si sube     avance / meta × 100
--   mejor si baja     meta / avance × 100
--   mejor cerca       |avance − meta| / meta × 100, que es la desviación: 0 es lo mejor
-- No tiene tope: 450 % se publica como 450 %.
local function porcentaje(avance, prometida, sentido)
  if not prometida then return nil, nil, "no-target" end
  if prometida:is_zero() then return nil, nil, "zero-target" end
  local arriba, abajo, texto = avance, prometida, tostring(avance)
  if sentido == "descendente" then
    if avance:is_zero() then return nil, nil, "zero-progress" end
    arriba, abajo, texto = prometida, avance, tostring(prometida)
  elseif sentido == "regular" then
    arriba = (avance - prometida):abs()
    texto = "|" .. tostring(avance) .. " − " .. tostring(prometida) .. "|"
  end
  local resultado = (arriba * CIEN / abajo):round(2)
  return resultado, texto .. " / " .. tostring(abajo) .. " × 100 = " .. tostring(resultado) .. " %"
end

local function umbral(meta, cual)
  local indicador = meta.indicador
  return indicador and indicador["umbral_" .. cual] or umbrales[cual]
end

-- El color. La razón es 1 cuando se cumplió justo lo prometido. Pasarse del verde es un estado aparte, no un verde mejor,
-- salvo en las metas de sentido regular: en ellas pasarse es desviarse, como quedarse corto.
local function semaforo_de(meta, avance, prometida)
  if meta.sentido == "regular" then
    local razon = avance / prometida
    if umbral(meta, "verde_min") <= razon and razon <= umbral(meta, "verde_max") then return "verde" end
    if umbral(meta, "amarillo_min") <= razon and razon <= umbral(meta, "amarillo_max") then return "amarillo" end
    return "rojo"
  end
  local razon = meta.sentido == "ascendente" and avance / prometida or prometida / avance
  if umbral(meta, "verde_max") < razon then return "sobrecumplimiento" end
  if umbral(meta, "verde_min") <= razon then return "verde" end
  if umbral(meta, "amarillo_min") <= razon then return "amarillo" end
  return "rojo"
end

-- Todo lo que se sabe del cumplimiento de una meta; donde falta una cifra, `sin_avance` y `sin_cumplimiento` dicen la razón.
local cumplimiento_de = una_vez("meta_id", function(meta)
  local c = { semaforo = "sin_dato" }
  c.avance, c.corte, c.sin_avance = avance_de(meta)
  if not c.avance then
    c.sin_cumplimiento = c.sin_avance
    return c
  end
  local vigente = meta.meta_ajustada or meta.meta_programada
  c.cumplimiento, c.formula, c.sin_cumplimiento = porcentaje(c.avance, vigente, meta.sentido)
  if c.cumplimiento then c.semaforo = semaforo_de(meta, c.avance, vigente) end
  return c
end)

---------------------------------------------------------------------------------------------------------------------
-- El calendario de una meta
---------------------------------------------------------------------------------------------------------------------

-- Un mes contado desde el año 0, para comparar meses con fechas.
local function mes_de(fecha)
  return fecha.year * 12 + fecha.month
end

-- Lo programado por mes, en orden; con `corte`, sólo hasta el mes del corte.
local function programado_por_mes(meta, corte)
  local valores = {}
  for _, c in ipairs(meta.calendario) do
    if not corte or mes_de(c.mes) <= mes_de(corte) then valores[#valores + 1] = c.programado end
  end
  return valores
end

-- Los meses sólo se suman cuando son partes de una cantidad.
local function se_suma(meta)
  return meta.acumulacion == "suma" and meta.tipo_valor == "absoluto"
end

-- Los meses deben sumar la meta anual. Cuando los meses traen decimales se tolera el redondeo de los doce: media unidad
-- del último decimal impreso en cada uno. Con números enteros no hay redondeo y no se tolera nada.
local function tolerancia(valores)
  local escala = decimales(valores)
  if escala == 0 then return decimal("0") end
  return decimal("6") / decimal("1" .. ("0"):rep(escala)) -- 12 × 0.5
end

-- Lo que la suma de los meses se aparta de la meta anual, y esa suma; nil y la razón si cuadra o no se puede saber.
local function diferencia_de_calendario(meta)
  if #meta.calendario == 0 then return nil, "no-calendar" end
  if not se_suma(meta) then return nil, "not-additive" end
  local valores = programado_por_mes(meta)
  local suma = sumar(valores)
  local diferencia = suma - meta.meta_programada
  if diferencia:abs() <= tolerancia(valores) then return nil, "adds-up" end
  return diferencia, nil, suma
end

local function programado_al_corte(meta)
  local c = cumplimiento_de(meta)
  if #meta.calendario == 0 then return nil, "no-calendar" end
  if not c.corte then return nil, c.sin_avance end
  local valores = programado_por_mes(meta, c.corte)
  if #valores > 0 then return JUNTAR[meta.acumulacion](valores) end
  if se_suma(meta) then return decimal("0") end -- nada programado todavía: lo programado es cero
  return nil, "not-due"
end

---------------------------------------------------------------------------------------------------------------------
-- Los campos calculados de una meta
---------------------------------------------------------------------------------------------------------------------

metas:field { name = "avance", type = "number", title = { es = "Avance", en = "Progress" },
  description = { es = "El último acumulado que se informó; si no hay acumulados, los valores de cada periodo juntados como dice la acumulación de la meta.",
    en = "The last cumulative value reported; where there is none, the values of the periods put together as the goal's accumulation says." },
  value = function(m)
    local c = cumplimiento_de(m)
    return c.avance, c.sin_avance
  end }

metas:field { name = "corte", type = "date", title = { es = "Corte del avance", en = "Progress as of" },
  description = { es = "Fecha del último informe con valor.",
    en = "Date of the last report with a value." },
  value = function(m)
    local c = cumplimiento_de(m)
    return c.corte, c.sin_avance
  end }

metas:field { name = "cumplimiento", type = "number", unit = "%", title = { es = "Cumplimiento", en = "Achievement" },
  description = { es = "El avance contra la meta vigente, la ajustada si la hay; la fórmula depende del sentido.",
    en = "Progress against the current target, the adjusted one where there is one; the formula depends on the direction." },
  value = function(m)
    local c = cumplimiento_de(m)
    return c.cumplimiento, c.sin_cumplimiento
  end }

metas:field { name = "cumplimiento_formula", type = "string", title = { es = "Cómo se calculó", en = "How it was computed" },
  description = { es = "La cuenta con sus números, para repetirla a mano.",
    en = "The sum with its numbers, to be done again by hand." },
  value = function(m)
    local c = cumplimiento_de(m)
    return c.formula, c.sin_cumplimiento
  end }

-- El mismo avance contra la meta de antes del ajuste, para que un ajuste no esconda lo que se prometió.
metas:field { name = "cumplimiento_original", type = "number", unit = "%",
  title = { es = "Cumplimiento de la meta original", en = "Achievement of the original target" },
  description = { es = "El mismo avance contra lo prometido antes del ajuste; sólo hay uno si la meta se ajustó.",
    en = "The same progress against what was promised before the adjustment; only where the target was adjusted." },
  value = function(m)
    if not m.meta_ajustada then return nil, "not-adjusted" end
    local c = cumplimiento_de(m)
    if not c.avance then return nil, c.sin_avance end
    local resultado, _, por = porcentaje(c.avance, m.meta_programada, m.sentido)
    return resultado, por
  end }

metas:field { name = "semaforo", type = "string", title = { es = "Semáforo", en = "Status" },
  description = { es = "verde, amarillo, rojo o sobrecumplimiento, según los umbrales de portal.yaml; sin_dato si no se puede calcular.",
    en = "verde (green), amarillo (yellow), rojo (red) or sobrecumplimiento (over-achieved), by the thresholds of portal.yaml; sin_dato when it can't be computed." },
  value = function(m) return cumplimiento_de(m).semaforo end }

metas:field { name = "programado_total", type = "number", title = { es = "Suma del calendario", en = "Sum of the calendar" },
  description = { es = "Lo programado en todos los meses, si la meta se acumula sumando.",
    en = "What all months plan, where the goal accumulates by adding." },
  value = function(m)
    if #m.calendario == 0 then return nil, "no-calendar" end
    if not se_suma(m) then return nil, "not-additive" end
    return sumar(programado_por_mes(m))
  end }

metas:field { name = "calendario_diferencia", type = "number",
  title = { es = "Diferencia entre el calendario y la meta", en = "Difference between the calendar and the target" },
  description = { es = "Suma del calendario menos meta programada; vacía si cuadran, con la tolerancia del redondeo de los meses.",
    en = "Sum of the calendar less the target; empty where they agree, rounding of the months allowed for." },
  value = function(m)
    local diferencia, por = diferencia_de_calendario(m)
    return diferencia, por
  end }

metas:field { name = "programado_al_corte", type = "number",
  title = { es = "Programado hasta el corte", en = "Planned up to the cut-off" },
  description = { es = "Lo que el calendario pedía hasta la fecha del último informe con valor.",
    en = "What the calendar asked for up to the date of the last report with a value." },
  value = programado_al_corte }

-- ¿Va al día? Compara el avance con lo que el calendario pedía para esa fecha.
metas:field { name = "al_dia", type = "boolean", title = { es = "Al día", en = "On schedule" },
  description = { es = "Si el avance alcanza lo programado hasta el corte; en las metas descendentes, si no lo rebasa.",
    en = "Whether progress reaches what was planned up to the cut-off; for descending goals, whether it stays within it." },
  value = function(m)
    local pedido, por = programado_al_corte(m)
    if not pedido then return nil, por end
    local avance = cumplimiento_de(m).avance
    if m.sentido == "ascendente" then return pedido <= avance end
    if m.sentido == "descendente" then return avance <= pedido end
    return nil, "no-direction"
  end }

---------------------------------------------------------------------------------------------------------------------
-- Los conteos de un programa y de una institución
---------------------------------------------------------------------------------------------------------------------

-- Se cuentan metas por estado. No se promedian porcentajes ni se suman cantidades de unidades distintas: visitas y
-- reuniones no dan un número que diga algo.
local ESTADOS = {
  { "verde", "Metas en verde", "Goals in green" },
  { "amarillo", "Metas en amarillo", "Goals in yellow" },
  { "rojo", "Metas en rojo", "Goals in red" },
  { "sobrecumplimiento", "Metas con sobrecumplimiento", "Goals over-achieved" },
  { "sin_dato", "Metas sin dato", "Goals without data" },
}

local function conteo_nuevo()
  local conteo = { total = 0, con_avance = 0, no_cuadran = 0 }
  for _, estado in ipairs(ESTADOS) do conteo[estado[1]] = 0 end
  return conteo
end

local function contar_metas(conteo, programa)
  for _, m in ipairs(programa.metas) do
    local c = cumplimiento_de(m)
    conteo.total = conteo.total + 1
    if c.avance then conteo.con_avance = conteo.con_avance + 1 end
    conteo[c.semaforo] = conteo[c.semaforo] + 1
    if diferencia_de_calendario(m) then conteo.no_cuadran = conteo.no_cuadran + 1 end
  end
end

-- Las metas de un programa son las suyas y las de los programas que contiene. `vistos` corta los círculos, que la
-- revisión programme-cycle señala.
local function contar_programa(conteo, programa, vistos)
  if vistos[programa.programa_id] then return end
  vistos[programa.programa_id] = true
  contar_metas(conteo, programa)
  for _, hijo in ipairs(programa.subprogramas) do contar_programa(conteo, hijo, vistos) end
end

local conteo_de_programa = una_vez("programa_id", function(programa)
  local conteo = conteo_nuevo()
  contar_programa(conteo, programa, {})
  return conteo
end)

-- Aquí cada programa cuenta sólo sus metas: los subprogramas ya están entre los programas de la institución.
local conteo_de_institucion = una_vez("institucion_id", function(institucion)
  local conteo = conteo_nuevo()
  for _, programa in ipairs(institucion.programas) do contar_metas(conteo, programa) end
  return conteo
end)

local function publicar_conteos(recurso, conteo_de)
  recurso:field { name = "total_metas", type = "integer", title = { es = "Metas", en = "Goals" },
    value = function(x) return conteo_de(x).total end }
  recurso:field { name = "metas_con_avance", type = "integer",
    title = { es = "Metas con avance reportado", en = "Goals with reported progress" },
    value = function(x) return conteo_de(x).con_avance end }
  recurso:field { name = "metas_que_no_cuadran", type = "integer",
    title = { es = "Metas cuyo calendario no suma lo programado", en = "Goals whose calendar does not add up to the target" },
    value = function(x) return conteo_de(x).no_cuadran end }
  for _, estado in ipairs(ESTADOS) do
    local nombre, es, en = estado[1], estado[2], estado[3]
    recurso:field { name = "metas_" .. nombre, type = "integer", title = { es = es, en = en },
      value = function(x) return conteo_de(x)[nombre] end }
  end
end

publicar_conteos(programas, conteo_de_programa)
publicar_conteos(instituciones, conteo_de_institucion)

---------------------------------------------------------------------------------------------------------------------
-- Qué se debía informar, qué se informó y qué llegó tarde
---------------------------------------------------------------------------------------------------------------------

-- Se cuentan informes y no se juntan en una calificación: no informar, informar tarde y no decir la fecha son cosas
-- distintas. Nada depende de la fecha de hoy: los mismos datos dan siempre los mismos números.
--   debidos        cada renglón de avances con valor o no reportado; una meta sin ninguno debe uno, el del final
--   publicados     los que tienen valor
--   tardíos        publicados más de plazo_informe_dias después de su corte (portal.yaml); sin plazo no se juzga
--   sin fecha      publicados sin fecha de informe: no se puede saber si llegaron tarde
--   no exigibles   no aplica, aún no vence o reservado
local plazo = settings.plazo_informe_dias

for _, recurso in ipairs { programas, instituciones } do
  recurso:reason { name = "no-report-dates", es = "sin fechas", en = "no dates" }
  recurso:reason { name = "no-deadline", es = "este portal no fija plazo", en = "this portal sets no deadline" }
end

local function informe_tardio(avance)
  if not plazo or not avance.fecha_reporte then return false end
  return avance.corte:add_days(plazo) < avance.fecha_reporte
end

local function contar_informes(conteo, programa)
  for _, m in ipairs(programa.metas) do
    if #m.avances == 0 then conteo.debidos = conteo.debidos + 1 end
    for _, a in ipairs(m.avances) do
      if a.valor or a.ausencia == "no_reportado" then
        conteo.debidos = conteo.debidos + 1
      else
        conteo.no_exigibles = conteo.no_exigibles + 1
      end
      if a.valor then
        conteo.publicados = conteo.publicados + 1
        if not a.fecha_reporte then conteo.sin_fecha = conteo.sin_fecha + 1 end
        if informe_tardio(a) then conteo.tardios = conteo.tardios + 1 end
      end
    end
  end
end

local function informes_nuevos()
  return { debidos = 0, publicados = 0, tardios = 0, sin_fecha = 0, no_exigibles = 0 }
end

-- Un programa responde por sus propias metas; las de sus subprogramas se cuentan en ellos.
local informes_de_programa = una_vez("programa_id", function(programa)
  local conteo = informes_nuevos()
  contar_informes(conteo, programa)
  return conteo
end)

local informes_de_institucion = una_vez("institucion_id", function(institucion)
  local conteo = informes_nuevos()
  conteo.incidencias = 0
  for _, programa in ipairs(institucion.programas) do
    contar_informes(conteo, programa)
    conteo.incidencias = conteo.incidencias + #programa.incidencias
  end
  return conteo
end)

local function publicar_informes(recurso, informes_de)
  local function campo(cual, es, en)
    recurso:field { name = "informes_" .. cual, type = "integer", title = { es = es, en = en },
      value = function(x)
        local conteo = informes_de(x)
        if cual == "tardios" and not plazo then return nil, "no-deadline" end
        if cual == "tardios" and conteo.publicados > 0 and conteo.sin_fecha == conteo.publicados then
          return nil, "no-report-dates" -- un cero diría que ninguno llegó tarde, y no se sabe
        end
        return conteo[cual]
      end }
  end
  campo("debidos", "Informes debidos", "Reports due")
  campo("publicados", "Informes publicados", "Reports published")
  campo("tardios", "Informes tardíos", "Late reports")
  campo("sin_fecha", "Informes sin fecha", "Undated reports")
  campo("no_exigibles", "Informes no exigibles", "Reports not due")
end

publicar_informes(programas, informes_de_programa)
publicar_informes(instituciones, informes_de_institucion)

instituciones:field { name = "incidencias_total", type = "integer", title = { es = "Incidencias", en = "Incidents" },
  value = function(i) return informes_de_institucion(i).incidencias end }

---------------------------------------------------------------------------------------------------------------------
-- Revisiones. `warning` se publica en la página de calidad; `error` detiene la publicación.
-- Una cifra oficial que no cuadra es siempre `warning`: se publica como se encontró. `error` es para lo que rompe los datos.
---------------------------------------------------------------------------------------------------------------------

metas:check { rule = "calendar-sum", level = "warning",
  title = { es = "los meses no suman la meta anual", en = "the months do not add up to the yearly target" },
  means = { es = "Lo programado mes por mes debe dar la meta del año cuando se cuentan cantidades. Se publican los dos números.",
    en = "What is planned month by month should give the yearly target where quantities are counted. Both numbers are published." },
  fields = { "meta_programada" },
  test = function(m)
    local diferencia, _, suma = diferencia_de_calendario(m)
    if not diferencia then return nil end
    local es = "los meses suman " .. tostring(suma) .. " y la meta anual dice " .. tostring(m.meta_programada)
    local en = "the months add up to " .. tostring(suma) .. " and the yearly target says " .. tostring(m.meta_programada)
    return { es = es, en = en }
  end }

local function fechas_al_reves(x)
  if not x.fecha_inicio or not x.fecha_termino or x.fecha_inicio <= x.fecha_termino then return nil end
  local inicio, termino = tostring(x.fecha_inicio), tostring(x.fecha_termino)
  return { es = "empieza el " .. inicio .. ", después de terminar el " .. termino,
    en = "starts on " .. inicio .. ", after it ends on " .. termino }
end

for _, recurso in ipairs { metas, programas } do
  recurso:check { rule = "date-order", level = "warning",
    title = { es = "empieza después de terminar", en = "it starts after it ends" },
    means = { es = "La fecha de inicio debe ser anterior a la de término. Casi siempre se cambiaron el día y el mes.",
      en = "The start should come before the end. Mostly day and month were swapped." },
    fields = { "fecha_inicio", "fecha_termino" }, test = fechas_al_reves }
end

-- Si el programa no da sus fechas, son las de su ejercicio.
calendario:check { rule = "month-outside-year", level = "warning",
  title = { es = "un mes queda fuera del programa", en = "a month is outside the programme" },
  means = { es = "El calendario de una meta debe caer dentro de las fechas de su programa o, si no las da, de su ejercicio.",
    en = "The calendar of a goal should lie within the dates of its programme or, where it gives none, its year." },
  fields = { "mes" },
  test = function(c)
    local p = c.meta.programa
    local desde = p.fecha_inicio and mes_de(p.fecha_inicio) or p.ejercicio * 12 + 1
    local hasta = p.fecha_termino and mes_de(p.fecha_termino) or p.ejercicio * 12 + 12
    if desde <= mes_de(c.mes) and mes_de(c.mes) <= hasta then return nil end
    local mes, ejercicio = tostring(c.mes), tostring(p.ejercicio)
    return { es = "el mes " .. mes .. " queda fuera del programa de " .. ejercicio,
      en = "the month " .. mes .. " is outside the programme of " .. ejercicio }
  end }

metas:check { rule = "objective-programme", level = "error",
  title = { es = "el objetivo es de otro programa", en = "the objective is of another programme" },
  means = { es = "La meta y su objetivo deben ser del mismo programa.",
    en = "A goal and its objective must be of the same programme." },
  fields = { "objetivo_id", "programa_id" },
  test = function(m)
    local otro = m.objetivo.programa_id
    if otro == m.programa_id then return nil end
    return { es = "el objetivo '" .. m.objetivo_id .. "' es del programa '" .. otro .. "' y la meta es de '" .. m.programa_id .. "'",
      en = "the objective '" .. m.objetivo_id .. "' is of programme '" .. otro .. "' and the goal is of '" .. m.programa_id .. "'" }
  end }

metas:check { rule = "line-objective", level = "error",
  title = { es = "la línea de acción es de otro objetivo", en = "the line of action is of another objective" },
  means = { es = "La meta y su línea de acción deben ser del mismo objetivo.",
    en = "A goal and its line of action must be of the same objective." },
  fields = { "linea_accion_id", "objetivo_id" },
  test = function(m)
    local linea = m.linea_accion
    if not linea or linea.objetivo_id == m.objetivo_id then return nil end
    return { es = "la línea de acción '" .. m.linea_accion_id .. "' es del objetivo '" .. linea.objetivo_id .. "'",
      en = "the line of action '" .. m.linea_accion_id .. "' is of objective '" .. linea.objetivo_id .. "'" }
  end }

programas:check { rule = "programme-cycle", level = "error",
  title = { es = "un programa termina dentro de sí mismo", en = "a programme ends up inside itself" },
  means = { es = "La cadena de programas que contienen a otros no puede regresar a donde comenzó.",
    en = "The chain of programmes inside others can’t come back to where it began." },
  fields = { "programa_padre_id" },
  test = function(p)
    local vistos, q = {}, p.programa_padre
    while q and not vistos[q.programa_id] do
      if q.programa_id == p.programa_id then
        return { es = "el programa '" .. p.programa_id .. "' termina dentro de sí mismo; corrija programa_padre_id",
          en = "programme '" .. p.programa_id .. "' ends up inside itself; mend programa_padre_id" }
      end
      vistos[q.programa_id] = true
      q = q.programa_padre
    end
    return nil
  end }

metas:check { rule = "adjustment-reason", level = "warning",
  title = { es = "la meta se ajustó sin decir por qué", en = "the target was adjusted without saying why" },
  means = { es = "Quien ajusta una meta publica el motivo, para que el cambio se entienda.",
    en = "Who adjusts a target publishes the reason, so that the change can be understood." },
  fields = { "motivo_ajuste" },
  test = function(m)
    if not m.meta_ajustada or m.motivo_ajuste then return nil end
    return { es = "la meta se ajustó de " .. tostring(m.meta_programada) .. " a " .. tostring(m.meta_ajustada) .. " sin decir por qué",
      en = "the target was adjusted from " .. tostring(m.meta_programada) .. " to " .. tostring(m.meta_ajustada) .. " without saying why" }
  end }

avances:check { rule = "value-or-absence", level = "error",
  title = { es = "un avance trae valor y ausencia, o ninguno", en = "a report has both a value and an absence, or neither" },
  means = { es = "Cada informe trae su valor o dice por qué no lo hay.",
    en = "Each report has its value or says why there is none." },
  fields = { "valor", "ausencia" },
  test = function(a)
    if a.valor and a.ausencia then
      return { es = "trae valor y también ausencia '" .. a.ausencia .. "'; deje sólo uno",
        en = "has a value and also the absence '" .. a.ausencia .. "'; leave only one" }
    end
    if not a.valor and not a.ausencia then
      return { es = "no trae valor; escriba en 'ausencia' por qué (no_reportado, no_aplica, no_vencido o reservado)",
        en = "has no value; write the reason in 'ausencia' (no_reportado, no_aplica, no_vencido or reservado)" }
    end
    return nil
  end }

-- Un acumulado ya contiene los periodos anteriores: si hay de los dos, manda el último acumulado y conviene decirlo.
metas:check { rule = "mixed-reports", level = "warning",
  title = { es = "hay avances acumulados y del periodo", en = "there are accumulated reports and reports of a period" },
  means = { es = "Un acumulado ya contiene los periodos anteriores: el cumplimiento usa sólo el último acumulado.",
    en = "An accumulated report already holds the periods before: achievement uses only the latest one." },
  fields = { "meta_id" },
  test = function(m)
    local hay = {}
    for _, a in ipairs(m.avances) do
      if a.valor then hay[a.tipo] = true end
    end
    if not (hay.acumulado and hay.periodo) then return nil end
    return { es = "tiene avances acumulados y del periodo; el cumplimiento usa sólo el último acumulado",
      en = "has both accumulated reports and reports of a period; achievement uses only the latest accumulated one" }
  end }

-- Si falta el avance de un periodo, la suma de los demás se queda corta.
metas:check { rule = "report-gap", level = "warning",
  title = { es = "falta el avance de un periodo", en = "the report of a period is missing" },
  means = { es = "Cuando los periodos se suman, el total se queda corto si falta uno.",
    en = "Where periods are added, the total falls short when one is missing." },
  fields = { "meta_id" },
  test = function(m)
    if m.acumulacion ~= "suma" then return nil end
    local hueco
    for _, a in ipairs(m.avances) do
      if a.tipo == "acumulado" then return nil end
      if a.ausencia == "no_reportado" then hueco = hueco or a end
      if a.valor and hueco then
        local corte = tostring(hueco.corte)
        return { es = "falta el avance con corte al " .. corte .. "; la suma de los demás no lo incluye",
          en = "the report as of " .. corte .. " is missing; the sum of the others leaves it out" }
      end
    end
    return nil
  end }

incidencias:check { rule = "incident-row", level = "error",
  title = { es = "una incidencia no es del renglón que dice", en = "an incident is not of the row it says" },
  means = { es = "Las columnas de una incidencia que nombran la meta y el programa deben decir lo mismo que su registro.",
    en = "The columns of an incident that name goal and programme must say the same as its record." },
  fields = { "tabla", "registro_id", "meta_id", "programa_id" },
  test = function(i)
    if i.tabla == "metas" and i.meta_id ~= i.registro_id then
      return { es = "la incidencia es del registro '" .. (i.registro_id or "") .. "' de metas; escriba lo mismo en meta_id",
        en = "the incident is of record '" .. (i.registro_id or "") .. "' of metas; write the same in meta_id" }
    end
    if i.meta and i.meta.programa_id ~= i.programa_id then
      return { es = "la meta '" .. i.meta_id .. "' es del programa '" .. i.meta.programa_id .. "'; escríbalo en programa_id",
        en = "goal '" .. i.meta_id .. "' is of programme '" .. i.meta.programa_id .. "'; write it in programa_id" }
    end
    return nil
  end }

---------------------------------------------------------------------------------------------------------------------
-- El mismo número, otro año
---------------------------------------------------------------------------------------------------------------------

-- Un programa es el mismo de otro año si tiene la misma clave programática o, sin ella, el mismo nombre sin el año
-- («POA 2013» y «POA 2014» son el mismo).
local function nombre_sin_anio(programa)
  return programa.clave_programatica or (programa.nombre:gsub(tostring(programa.ejercicio), ""))
end

programas:field { name = "serie", type = "string", title = { es = "Mismo programa en otros años", en = "Same programme in other years" },
  value = nombre_sin_anio }

local programas_por_anio = una_vez("institucion_id", function(institucion)
  local indice = {}
  for _, p in ipairs(institucion.programas) do indice[p.ejercicio .. " " .. nombre_sin_anio(p)] = p end
  return indice
end)

-- Las metas del mismo programa el año anterior, por número; vacío si no lo hay.
local metas_del_anio_anterior = una_vez("programa_id", function(programa)
  local por_numero = {}
  local anterior = programas_por_anio(programa.institucion)[(programa.ejercicio - 1) .. " " .. nombre_sin_anio(programa)]
  if anterior then
    for _, m in ipairs(anterior.metas) do
      if m.numero then por_numero[m.numero] = m end
    end
  end
  return por_numero
end)

-- Quien compare la meta 7 de un año con la 7 de otro debe saber si no son la misma.
metas:check { rule = "number-reused", level = "warning",
  title = { es = "el mismo número era otra meta el año anterior", en = "the same number was another goal last year" },
  means = { es = "Quien compara dos años por el número de meta debe saber si no son la misma.",
    en = "Who compares two years by the number of a goal should know when they are not the same." },
  fields = { "numero", "descripcion" },
  test = function(m)
    local otra = m.numero and metas_del_anio_anterior(m.programa)[m.numero]
    if not otra or otra.descripcion == m.descripcion or m.anterior_id == otra.meta_id then return nil end
    local numero = tostring(m.numero)
    return { es = "el año anterior, la meta " .. numero .. " era otra: '" .. otra.descripcion .. "'; si ésta la continúa, dígalo en anterior_id",
      en = "last year goal " .. numero .. " was another: '" .. otra.descripcion .. "'; if this one continues it, say so in anterior_id" }
  end }

---------------------------------------------------------------------------------------------------------------------
-- Historia de las metas: cada valor que tuvieron queda en la tabla `cifras`. Un cambio posterior al término o al corte del avance, o
-- que deja la meta igual al avance, se señala con el motivo que se dio; no se juzga.
---------------------------------------------------------------------------------------------------------------------

-- El término que cuenta: el de la meta; si no lo dice, el de su programa; si tampoco, el último día del ejercicio.
metas:field { name = "termino", type = "date", title = { es = "Término que cuenta", en = "Term that counts" },
  value = function(m)
    local p = m.programa
    return m.fecha_termino or p.fecha_termino or date(("%04d-12-31"):format(p.ejercicio))
  end }

for _, campo in ipairs { "meta_programada", "meta_ajustada" } do
  metas:history { field = campo, due = "termino", reported = "corte", result = "avance", reason = "motivo_ajuste" }
end
