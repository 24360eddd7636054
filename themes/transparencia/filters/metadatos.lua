-- What machines read of a page: schema.org, as tables that `| json` prints. Values come from the page and the site; nothing is made up here.

local CONTEXTO = "https://schema.org"

-- pasos | migas(absolute, titulo, url): the way to a page: steps { nombre, a } from home on, and the page itself.
local function migas(pasos, absolute, titulo, url)
  local lista = {}
  for i, paso in ipairs(pasos) do
    lista[i] = { ["@type"] = "ListItem", position = i, name = paso.nombre, item = absolute(paso.a) }
  end
  lista[#lista + 1] = { ["@type"] = "ListItem", position = #lista + 1, name = titulo, item = url }
  return { ["@context"] = CONTEXTO, ["@type"] = "BreadcrumbList", itemListElement = lista }
end

local function organizacion(nombre, url)
  return nombre and { ["@type"] = "Organization", name = nombre, url = url }
end

local function licencia(page, site)
  local propias = page.package and page.package.licences or {}
  if propias[1] then return propias[1].url end
  return site.settings.licence and site.settings.licence.url
end

-- The files of a page, each at its whole address.
local function distribucion(page, site)
  local lista = {}
  for _, archivo in ipairs(page.downloads) do
    lista[#lista + 1] = { ["@type"] = "DataDownload", name = archivo.title, encodingFormat = archivo.media_type:match("^[^;]*"), contentSize = archivo.bytes .. " B",
      sha256 = archivo.sha256, contentUrl = site.base_url .. archivo.path:sub(2) }
  end
  return lista
end

local function variables(campos)
  local lista = {}
  for _, campo in ipairs(campos or {}) do
    lista[#lista + 1] = { ["@type"] = "PropertyValue", name = campo.title or campo.name, alternateName = campo.name, description = campo.description,
      unitText = campo.unit }
  end
  return #lista > 0 and lista or nil
end

-- { nombre, descripcion, autor, autor_url, periodo, lugar, campos, catalogo } | conjunto(page, site): a page whose rows can be downloaded, as a data set.
local function conjunto(de, page, site)
  local editor = site.settings.publisher
  return {
    ["@context"] = CONTEXTO, ["@type"] = "Dataset", ["@id"] = page.url, url = page.url, name = de.nombre, description = de.descripcion,
    inLanguage = site.languages[1], isAccessibleForFree = true, license = licencia(page, site), version = site.commit, dateModified = site.time,
    creator = organizacion(de.autor, de.autor_url), publisher = editor and organizacion(editor.name, editor.url), temporalCoverage = de.periodo,
    spatialCoverage = de.lugar, includedInDataCatalog = { ["@type"] = "DataCatalog", name = site.title, url = de.catalogo },
    distribution = distribucion(page, site), variableMeasured = variables(de.campos),
  }
end

return { filters = { migas = migas, conjunto = conjunto } }
