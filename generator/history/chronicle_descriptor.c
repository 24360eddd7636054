/* The descriptor of the tables of history: what each column is, in Spanish and English. Its columns are in the order of ORDER record_column. */
#include "history/chronicle_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/addition.h"
#include "model/owners.h"
#include "model/site.h"

/* The values of `tipo`: those of change_name. */
#define KINDS \
	"tabla_retirada, version_ilegible, clave_cambiada, clave_repetida, columna_agregada, " \
	"columna_retirada, columna_renombrada, renumerado, renglon_agregado, renglon_retirado, celda] }, vitrina:labels: { " \
	"tabla_agregada: { es: tabla agregada, en: table added }, tabla_retirada: { es: tabla retirada, en: table removed }, " \
	"version_ilegible: { es: versión que no se puede leer, en: version that can't be read }, " \
	"clave_cambiada: { es: otra clave de la tabla, en: another key of the table }, clave_repetida: { es: clave repetida, en: repeated key }, " \
	"columna_agregada: { es: columna agregada, en: column added }, columna_retirada: { es: columna retirada, en: column removed }, " \
	"columna_renombrada: { es: columna renombrada, en: column renamed }, renumerado: { es: renglón con otra clave, en: row with another key }, " \
	"renglon_agregado: { es: renglón agregado, en: row added }, renglon_retirado: { es: renglón retirado, en: row removed }, " \
	"celda: { es: valor cambiado, en: value changed } } }\n"

static const char head[] =
	"name: historial\n"
	"title: { es: Historia de los datos, en: History of the data }\n"
	"description: { es: 'Qué cambió en las tablas de este sitio, versión por versión, según el repositorio de donde se publican.',"
	" en: 'What changed in the tables of this site, version by version, after the repository they are published from.' }\n"
	"resources:\n"
	"- name: cambios\n"
	"  title: { es: Cambios, en: Changes }\n"
	"  description: { es: 'Un renglón por cada celda que cambió y por cada renglón o columna que se agregó, se retiró o cambió de "
	"clave; primero lo más reciente. Los renglones se comparan por su clave y los valores por lo que significan: "
	"ni el orden ni las comillas ni la codificación son cambios. "
	"Lo escribe el generador, no una persona.',"
	" en: 'A row for each cell that changed and for each row or column that was added, removed or given another key; the most recent first. "
	"Rows are compared by their keys and values by what they mean: order, quoting and encoding are no changes. "
	"Written by the generator, not by a person.' }\n"
	"  vitrina:singular: cambio\n"
	"  vitrina:label: tipo\n"
	"  vitrina:about:\n"
	"  - { name: renglon, resource: tabla, key: clave }\n"
	"  - { name: salida, resource: salio_de_tabla, key: salio_de_clave }\n"
	"  schema:\n"
	"    primaryKey: cambio_id\n"
	"    foreignKeys:\n"
	"    - { fields: version_id, reference: { resource: versiones, fields: version_id }, vitrina:name: version, vitrina:reverse: cambios }\n";

static const char ids[] =
	"    fields:\n"
	ADDITION_FIELD("cambio_id", "string", "Clave", "Key", "")
	ADDITION_FIELD("version_id", "string", "Versión", "Version", ADDITION_REQUIRED);

static const char fields[] =
	ADDITION_FIELD("fecha", "datetime", "Fecha", "Time", "")
	ADDITION_FIELD("tabla", "string", "Tabla", "Table", ADDITION_REQUIRED)
	ADDITION_FIELD("clave", "string", "Clave que el renglón tiene hoy o tuvo al último", "Key that the row has today or had last", "")
	ADDITION_FIELD("nombre", "string", "Nombre del renglón entonces", "Name of the row then", "")
	"    - { name: tipo, type: string, title: { es: Qué cambió, en: What changed }, constraints: { required: true, enum: [tabla_agregada, "
	KINDS
	ADDITION_FIELD("campo", "string", "Campo", "Field", "")
	ADDITION_FIELD("valor_anterior", "string", "Valor anterior", "Value before", "")
	ADDITION_FIELD("valor_nuevo", "string", "Valor nuevo", "Value after", "")
	ADDITION_FIELD("clave_entonces", "string", "Clave que tenía entonces", "Key it had then", "")
	ADDITION_FIELD("clave_anterior", "string", "Clave que tenía antes", "Key it had before", "")
	ADDITION_FIELD("similitud", "number", "Similitud de los textos", "Likeness of the texts", "")
	ADDITION_FIELD("declarado", "boolean", "El renglón mismo dice su clave anterior", "The row itself tells its key before", "")
	ADDITION_FIELD("renglones", "integer", "Renglones de que se trata", "Rows concerned", "")
	ADDITION_FIELD("renglon", "object", "El renglón entero", "The whole row", "")
	ADDITION_FIELD("desde_version_id", "string", "Versión con que se comparó", "Version it was compared with", "")
	ADDITION_FIELD("salio_de_tabla", "string", "Tabla del renglón al que dejó de pertenecer", "Table of the row it belongs to no more", "")
	ADDITION_FIELD("salio_de_clave", "string", "Clave del renglón al que dejó de pertenecer", "Key of the row it belongs to no more", "");

static const char versions[] =
	"- name: versiones\n"
	"  title: { es: Versiones de los datos, en: Versions of the data }\n"
	"  description: { es: 'Un renglón por cada versión del repositorio que cambió algo de lo que aquí se cuenta; primero la más reciente.',"
	" en: 'A row for each version of the repository that changed something told here; the most recent first.' }\n"
	"  vitrina:singular: version\n"
	"  vitrina:label: asunto\n"
	"  schema:\n"
	"    primaryKey: version_id\n";

static const char released[] =
	"    foreignKeys:\n"
	"    - { fields: entrega_id, reference: { resource: entregas, fields: entrega_id }, vitrina:name: entrega, vitrina:reverse: versiones }\n";

static const char version_fields[] =
	"    fields:\n"
	ADDITION_FIELD("version_id", "string", "Versión (commit)", "Version (commit)", "")
	ADDITION_FIELD("fecha", "datetime", "Fecha", "Time", "")
	ADDITION_FIELD("asunto", "string", "Mensaje", "Message", "");

static const char counted[] =
	ADDITION_FIELD("total", "integer", "Cambios", "Changes", ADDITION_REQUIRED)
	ADDITION_FIELD("renglones_agregados", "integer", "Renglones agregados", "Rows added", ADDITION_REQUIRED)
	ADDITION_FIELD("renglones_retirados", "integer", "Renglones retirados", "Rows removed", ADDITION_REQUIRED)
	ADDITION_FIELD("renglones_renumerados", "integer", "Renglones con otra clave", "Rows with another key", ADDITION_REQUIRED)
	ADDITION_FIELD("celdas", "integer", "Valores cambiados", "Values changed", ADDITION_REQUIRED)
	"    - { name: anteriores, type: string, title: { es: Qué hay antes de la más antigua, en: What is before the oldest }, "
	"constraints: { enum: [inicio, no_descargado, ilegible] }, vitrina:labels: { "
	"inicio: { es: nada; ahí empieza la historia, en: nothing; the history begins there }, "
	"no_descargado: { es: versiones que esta copia del repositorio no tiene, en: versions that this copy of the repository has not }, "
	"ilegible: { es: versiones que no se pueden leer, en: versions that can't be read } } }\n";

struct str chronicle_descriptor(struct arena *arena, const struct site *site, const struct owners *owners, bool releases)
{
	struct buf out = { 0 };
	struct str text;

	buf_add(&out, str_of(head));
	owners_put_keys(owners, "cambios", &out);
	buf_add(&out, str_of(ids));
	buf_add(&out, str_of(fields));
	owners_put_fields(owners, &out);
	buf_add(&out, str_of(versions));
	if (releases)
		buf_add(&out, str_of(released));
	buf_add(&out, str_of(version_fields));
	if (releases)
		buf_add(&out, STR(ADDITION_FIELD("entrega_id", "string", "Publicación en que salió", "Release it came out with", "")));
	if (site->history.role_count)
		buf_add(&out, STR(ADDITION_FIELD("papel", "string", "En qué papel se hizo", "In which role it was made", "")));
	if (site->history.authors)
		buf_add(&out, STR(ADDITION_FIELD("autor", "string", "Quién la hizo", "Who made it", "")));
	buf_add(&out, str_of(counted));
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}
