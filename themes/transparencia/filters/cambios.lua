-- The past of the data, as pages tell it. A change is a row of the table `cambios`; what belongs together is a version, a commit.

-- lista | por_version(versiones, cambios): the newest of these changes, in their order, as { version, cambios, mas }: at most so many versions, and of
-- each so many changes; `mas` counts those left out. `hay_mas` of the list: there are older versions.
local function por_version(lista, versiones, cambios)
  local grupos, grupo = {}, nil
  for _, cambio in ipairs(lista) do
    if not grupo or grupo.id ~= cambio.version_id then
      if #grupos == versiones then
        grupos.hay_mas = true
        break
      end
      grupo = { id = cambio.version_id, version = cambio.version, cambios = {}, mas = 0 }
      grupos[#grupos + 1] = grupo
    end
    if #grupo.cambios < cambios then
      grupo.cambios[#grupo.cambios + 1] = cambio
    else
      grupo.mas = grupo.mas + 1
    end
  end
  return grupos
end

-- versiones | por_entrega(con, n, cambios): the newest n versions by the release they came out with, { entrega, grupos }, groups as por_version has
-- them; `con`: there are releases. What is in none yet comes first.
local function por_entrega(lista, con, n, cambios)
  local partes, parte, vistas = {}, nil, 0
  for _, version in ipairs(lista) do
    if vistas == n then
      partes.hay_mas = true
      break
    end
    local entrega = con and version.entrega or nil
    if not parte or parte.entrega ~= entrega then
      parte = { entrega = entrega, grupos = {} }
      partes[#partes + 1] = parte
    end
    local grupo = { id = version.version_id, version = version, cambios = {}, mas = 0 }
    for _, cambio in ipairs(version.cambios:take(cambios)) do grupo.cambios[#grupo.cambios + 1] = cambio end
    grupo.mas = #version.cambios - #grupo.cambios
    parte.grupos[#parte.grupos + 1] = grupo
    vistas = vistas + 1
  end
  return partes
end

-- cambio | en_tabla(site.packages): how its table and field are called today: { tabla, campo }; by their names when they are no more.
local function en_tabla(cambio, paquetes)
  for _, paquete in ipairs(paquetes) do
    for _, tabla in ipairs(paquete.tables) do
      if tabla:name() == cambio.tabla then
        if cambio.campo then
          for _, campo in ipairs(tabla:fields()) do
            if campo.name == cambio.campo then return { tabla = tabla:title(), campo = campo.title, hay = true } end
          end
        end
        return { tabla = tabla:title(), campo = cambio.campo, hay = true }
      end
    end
  end
  return { tabla = cambio.tabla, campo = cambio.campo }
end

-- cifras | por_campo(site.packages): the values of each figure that changed, { titulo, cifras }, as first met.
local function por_campo(cifras, paquetes)
  local grupos, de = {}, {}
  for _, cifra in ipairs(cifras) do
    local grupo = de[cifra.campo]
    if not grupo then
      grupo = { titulo = en_tabla(cifra, paquetes).campo, cifras = {} }
      de[cifra.campo] = grupo
      grupos[#grupos + 1] = grupo
    end
    grupo.cifras[#grupo.cifras + 1] = cifra
  end
  return grupos
end

-- version_id | corta: a commit as people cite it.
local function corta(id)
  return id:sub(1, 10)
end

-- filas | con_cambios: those in which something changed, those with the most changes first.
local function con_cambios(filas)
  local lista = {}
  for _, fila in ipairs(filas) do
    if #fila.cambios > 0 then lista[#lista + 1] = fila end
  end
  table.sort(lista, function(a, b)
    if #a.cambios ~= #b.cambios then return #a.cambios > #b.cambios end
    return a:key() < b:key()
  end)
  return lista
end

return { filters = { con_cambios = con_cambios, corta = corta, en_tabla = en_tabla, por_campo = por_campo, por_entrega = por_entrega, por_version = por_version } }
