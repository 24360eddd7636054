-- Where things stand in the drawings. Figures come exact from the model; only places are rounded here, as decimals, so that every machine draws
-- the same. Words, signs and colours are the templates' and the style's: a filter gives numbers and paths.

local CIEN = decimal("100")
local TOPE = decimal("400") -- a bar is drawn no longer than four times its target; a longer one is cut, and says so

-- A place in a drawing: one decimal, and none when it is 0.
local function lugar(d)
  return (tostring(d:round(1)):gsub("%.0$", ""))
end

local function mayor(a, b)
  return a < b and b or a
end

-- What the bar of a goal measures, in per cent of its target in force; nil when there is nothing to draw. Where closest is best, achievement is
-- a deviation, which is no length of a way made: there the bar is the progress itself.
local function razon(meta)
  if not meta.cumplimiento then return nil end
  if meta.sentido == "regular" then return meta.avance * CIEN / (meta.meta_ajustada or meta.meta_programada) end
  return meta.cumplimiento
end

-- Where the target of before the adjustment stands on the same bar, or nil.
local function marca_original(meta)
  local vigente, original = meta.meta_ajustada, meta.meta_programada
  if not vigente or vigente == original or vigente:is_zero() or original:is_zero() then return nil end
  if meta.sentido == "descendente" then return vigente * CIEN / original end
  return original * CIEN / vigente
end

-- metas | escala: the end of the axis that their bars share, in per cent: the longest of them, up to the next 50, from 100 to TOPE.
local function escala(metas)
  local alto = CIEN
  for _, meta in ipairs(metas) do
    local r = razon(meta)
    if r then alto = mayor(alto, r) end
    local original = r and marca_original(meta)
    if original then alto = mayor(alto, original) end
  end
  alto = ((alto / decimal("50")):ceil() * decimal("50")):round(0)
  return TOPE < alto and TOPE or alto
end

-- meta | barra(eje): { ancho, original, cortada } on an axis that ends at `eje` per cent; nil when there is nothing to draw.
local function barra(meta, eje)
  local r = razon(meta)
  if not r then return nil end
  local original = marca_original(meta)
  local cortada = eje < r
  return { ancho = lugar(cortada and eje or r), cortada = cortada, original = original and original <= eje and lugar(original) or nil }
end

-- In the order in which people look for them: what was reached, what was not, what is not known.
local ESTADOS = { "verde", "sobrecumplimiento", "amarillo", "rojo", "sin_dato" }

-- fila | tramos: the states in which there are goals, each with its share of a bar 100 long. `fila` counts goals in metas_<state>.
local function tramos(fila)
  local lista, hasta, total = {}, decimal("0"), decimal("0")
  for _, estado in ipairs(ESTADOS) do total = total + fila["metas_" .. estado] end
  if total:is_zero() then return lista end
  for _, estado in ipairs(ESTADOS) do
    local n = decimal(fila["metas_" .. estado])
    if not n:is_zero() then
      local ancho = n * CIEN / total
      lista[#lista + 1] = { estado = estado, n = n, x = lugar(hasta), ancho = lugar(ancho), parte = ancho:round(0) }
      hasta = hasta + ancho
    end
  end
  return lista
end

-- filas | sumar_estados: the same counts over several rows. Goals are counted, not added up: their units do not matter.
local function sumar_estados(filas)
  local suma = { total_metas = 0, metas_con_avance = 0, metas_que_no_cuadran = 0 }
  for _, estado in ipairs(ESTADOS) do suma["metas_" .. estado] = 0 end
  for _, fila in ipairs(filas) do
    for campo, n in pairs(suma) do suma[campo] = n + fila[campo] end
  end
  return suma
end

-- metas | contar_estados: the same counts over goals.
local function contar_estados(metas)
  local conteo = { total_metas = 0, metas_con_avance = 0, metas_que_no_cuadran = 0 }
  for _, estado in ipairs(ESTADOS) do conteo["metas_" .. estado] = 0 end
  for _, meta in ipairs(metas) do
    local cual = "metas_" .. meta.semaforo
    conteo[cual] = conteo[cual] + 1
    conteo.total_metas = conteo.total_metas + 1
    if meta.avance then conteo.metas_con_avance = conteo.metas_con_avance + 1 end
    if meta.calendario_diferencia then conteo.metas_que_no_cuadran = conteo.metas_que_no_cuadran + 1 end
  end
  return conteo
end

---------------------------------------------------------------------------------------------------------------------
-- Months
---------------------------------------------------------------------------------------------------------------------

local function numero_de_mes(fecha)
  return fecha.year * 12 + fecha.month
end

-- metas | meses(año): the months of their calendar: those of the programme's year, and what the goals' calendars have before or after, to three years in all.
local function meses_de(metas, anio)
  local desde, hasta = anio * 12 + 1, anio * 12 + 12
  for _, meta in ipairs(metas) do
    for _, c in ipairs(meta.calendario) do
      local mes = numero_de_mes(c.mes)
      if mes < desde and hasta - mes < 36 then desde = mes end
      if hasta < mes and mes - desde < 36 then hasta = mes end
    end
  end
  local meses = {}
  for mes = desde, hasta do
    local y = (mes - 1) // 12
    meses[#meses + 1] = { numero = mes, mes = mes - y * 12, anio = y, otro_anio = y ~= anio }
  end
  return meses
end

-- What a goal planned and reported, month by month: { [month] = decimal }. Only reports of a period belong to one month.
local function por_mes(meta)
  local programado, informado, alto, hay = {}, {}, decimal("0"), false
  for _, c in ipairs(meta.calendario) do
    programado[numero_de_mes(c.mes)] = c.programado
    alto = mayor(alto, c.programado)
  end
  for _, a in ipairs(meta.avances) do
    if a.valor and a.tipo == "periodo" then
      local mes = numero_de_mes(a.corte)
      informado[mes] = informado[mes] and informado[mes] + a.valor or a.valor
      alto = mayor(alto, informado[mes])
      hay = true
    end
  end
  return programado, informado, alto, hay
end

-- metas | con_calendario: does any of them have one?
local function con_calendario(metas)
  for _, meta in ipairs(metas) do
    if #meta.calendario > 0 then return true end
  end
  return false
end

-- From 1 to 4, for the tint of a cell; 0 is 0.
local function nivel(valor, alto)
  if alto:is_zero() then return 0 end
  return (valor * decimal("4") / alto):ceil():integer()
end

-- Bars of months that stand on a shelf at y = 20, the first at x = `x`, each in a column 10 wide.
local function barras(valores, meses, alto, x, ancho)
  local trazo = {}
  for i, m in ipairs(meses) do
    local valor = valores[m.numero]
    if valor and not valor:is_zero() and not alto:is_zero() then
      local largo = mayor(valor * decimal("18") / alto, decimal("2"))
      trazo[#trazo + 1] = "M" .. (10 * (i - 1) + x) .. " 20v-" .. lugar(largo) .. "h" .. ancho .. "v" .. lugar(largo) .. "z"
    end
  end
  return table.concat(trazo)
end

-- meta | tira(metas | meses(año)): the strip of its months: { meses = { { mes, anio, programado, informado, nivel } }, plan, real, ancho,
-- hay_informe }; plan and real are paths of bars.
local function tira(meta, meses)
  local programado, informado, alto, hay = por_mes(meta)
  local fila = {}
  for _, m in ipairs(meses) do
    local p = programado[m.numero]
    fila[#fila + 1] = { mes = m.mes, anio = m.anio, programado = p, informado = informado[m.numero], nivel = p and nivel(p, alto) or 0 }
  end
  return { meses = fila, hay_informe = hay, ancho = 10 * #meses,
    plan = barras(programado, meses, alto, 1, hay and 4 or 8), real = hay and barras(informado, meses, alto, 5, 4) or "" }
end

-- metas | actividad(meses): how many of the goals have something planned in each month: goals are counted, units are not added.
local function actividad(metas, meses)
  local cuenta = {}
  for i, m in ipairs(meses) do cuenta[i] = { mes = m.mes, anio = m.anio, metas = 0 } end
  local alto = 0
  for _, meta in ipairs(metas) do
    local programado = por_mes(meta)
    for i, m in ipairs(meses) do
      local p = programado[m.numero]
      if p and not p:is_zero() then cuenta[i].metas = cuenta[i].metas + 1 end
      if alto < cuenta[i].metas then alto = cuenta[i].metas end
    end
  end
  for _, c in ipairs(cuenta) do c.nivel = nivel(decimal(c.metas), decimal(alto)) end
  return cuenta
end

---------------------------------------------------------------------------------------------------------------------
-- The cumulative curve
---------------------------------------------------------------------------------------------------------------------

-- How the months up to each one are put together; as model.lua does for the whole year.
local ACUMULAR = {
  suma = function(antes, valor) return antes and antes + valor or valor end,
  ultimo = function(_, valor) return valor end,
  maximo = function(antes, valor) return antes and mayor(antes, valor) or valor end,
}

-- Up to the end of each month of `meses`: what the calendar planned, and what was reported to have been done by then.
local function acumulados(meta, meses)
  local acumular, programado = ACUMULAR[meta.acumulacion], por_mes(meta)
  local informes, filas, plan, suma = {}, {}, nil, nil
  for _, a in ipairs(meta.avances) do
    if a.valor then
      if a.tipo == "acumulado" then suma = a.valor else suma = acumular(suma, a.valor) end
      informes[numero_de_mes(a.corte)] = suma
    end
  end
  for _, m in ipairs(meses) do
    local p = programado[m.numero]
    if p then plan = acumular(plan, p) end
    filas[#filas + 1] = { mes = m.mes, anio = m.anio, programado = p, plan = plan, real = informes[m.numero] }
  end
  return filas
end

local function altura(filas, meta)
  local alto = mayor(meta.meta_programada, meta.meta_ajustada or meta.meta_programada)
  for _, f in ipairs(filas) do
    if f.plan then alto = mayor(alto, f.plan) end
    if f.real then alto = mayor(alto, f.real) end
  end
  return alto
end

-- Where the labels of two levels stand: above their lines, but the lower one below its line when they would touch; one label when they are one level.
local function rotulos(y_meta, y_total)
  if y_meta == y_total then return lugar(y_meta - decimal("4")), nil end
  local baja = decimal("4")
  if (y_meta - y_total):abs() <= decimal("16") then baja = decimal("-11") end
  if y_meta < y_total then return lugar(y_meta - decimal("4")), lugar(y_total - baja) end
  return lugar(y_meta - baja), lugar(y_total - decimal("4"))
end

-- meta | curva(año, ancho, alto): { filas, plan, real, puntos, meta_y, original_y, ancho, alto }: the plan as a stair, what was reported as a line of points, the
-- target as a level. Nil for a goal without a calendar, or whose months can't be put together up to a date.
local function curva(meta, anio, ancho, alto)
  if #meta.calendario == 0 or not ACUMULAR[meta.acumulacion] then return nil end
  local filas = acumulados(meta, meses_de({ meta }, anio))
  local tope = altura(filas, meta)
  if tope:is_zero() then return nil end
  local paso = decimal(ancho) / decimal(#filas)
  local function y(valor) return lugar(decimal(alto) - valor * decimal(alto) / tope) end
  local plan, real, puntos = { "M0 " .. alto }, {}, {}
  for i, f in ipairs(filas) do
    local x = lugar(paso * i)
    if f.plan then plan[#plan + 1] = "V" .. y(f.plan) end
    plan[#plan + 1] = "H" .. x
    if f.real then
      real[#real + 1] = (#real == 0 and "M" or "L") .. x .. " " .. y(f.real)
      puntos[#puntos + 1] = { x = x, y = y(f.real), valor = f.real }
    end
    f.x0 = lugar(paso * (i - 1))
  end
  local vigente, total = meta.meta_ajustada or meta.meta_programada, filas[#filas].plan
  local meta_rotulo, total_rotulo = rotulos(decimal(alto) - vigente * decimal(alto) / tope, decimal(alto) - total * decimal(alto) / tope)
  return { filas = filas, plan = table.concat(plan), area = table.concat(plan) .. "V" .. alto .. "z", real = table.concat(real), puntos = puntos,
    ancho = ancho, alto = alto, tope = tope, total = total, meta_y = y(vigente), meta_rotulo = meta_rotulo, total_rotulo = total_rotulo,
    original_y = meta.meta_ajustada and y(meta.meta_programada) or nil }
end

return {
  filters = {
    actividad = actividad,
    barra = barra,
    con_calendario = con_calendario,
    contar_estados = contar_estados,
    curva = curva,
    escala = escala,
    meses = meses_de,
    sumar_estados = sumar_estados,
    tira = tira,
    tramos = tramos,
  },
}
