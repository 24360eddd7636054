-- The latest report of each goal, and what part of its target that is.
local metas = resource "metas"
local hundred = decimal(100)

metas:reason { name = "not-reported", es = "sin avance reportado", en = "no progress reported" }

metas:field { name = "avance", type = "number", title = { es = "Avance", en = "Progress" },
  value = function(m)
    local last = m.avances:last()
    if not last or not last.valor then return nil, "not-reported" end
    return last.valor
  end }

metas:field { name = "cumplimiento", type = "number", title = { es = "Cumplimiento", en = "Achievement" }, unit = "%",
  value = function(m)
    if not m.avance then return nil, "not-reported" end
    return (m.avance / m.meta_programada * hundred):round(2)
  end }
