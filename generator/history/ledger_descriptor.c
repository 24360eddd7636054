/* What each column of `cifras` is, in Spanish and English; ORDER ledger_column. The words are neutral: a page reports, the reader judges. */
#include "history/ledger_private.h"

#include "base/arena.h"
#include "base/buf.h"
#include "model/addition.h"
#include "model/owners.h"

static const char head[] =
	"name: seguimiento\n"
	"title: { es: Seguimiento de cifras, en: Figures followed }\n"
	"description: { es: 'Los valores que tuvieron las cifras que esta oficina sigue, del original al vigente.',"
	" en: 'The values that the figures followed by this office had, from the original to the current one.' }\n"
	"resources:\n"
	"- name: cifras\n"
	"  title: { es: Cifras que cambiaron, en: Figures that changed }\n"
	"  description: { es: 'Un renglón por cada valor que tuvo una cifra que cambió: cuándo, si fue después del término o de la fecha informada, "
	"si es igual al resultado y el motivo que se dio. Lo escribe el generador, no una persona.',"
	" en: 'A row for each value that a figure that changed had: when, whether after the term or after the date reported, whether it equals the "
	"result, and the reason given. Written by the generator, not by a person.' }\n"
	"  vitrina:singular: cifra\n"
	"  vitrina:label: valor\n"
	"  vitrina:about: { resource: tabla, key: clave }\n"
	"  schema:\n"
	"    primaryKey: cifra_id\n"
	"    foreignKeys:\n"
	"    - { fields: cambio_id, reference: { resource: cambios, fields: cambio_id }, vitrina:name: cambio, vitrina:reverse: cifras }\n";

static const char fields[] =
	"    fields:\n"
	ADDITION_FIELD("cifra_id", "string", "Clave", "Key", "")
	ADDITION_FIELD("tabla", "string", "Tabla", "Table", ADDITION_REQUIRED)
	ADDITION_FIELD("clave", "string", "Clave del renglón", "Key of the row", ADDITION_REQUIRED)
	ADDITION_FIELD("campo", "string", "Campo", "Field", ADDITION_REQUIRED)
	ADDITION_FIELD("numero", "integer", "Número del valor", "Number of the value", ADDITION_REQUIRED)
	"    - { name: cual, type: string, title: { es: Cuál es, en: Which it is }, "
	"constraints: { required: true, enum: [original, posterior, vigente] }, "
	"vitrina:labels: { original: { es: original, en: original }, "
	"posterior: { es: posterior, en: later }, vigente: { es: vigente, en: current } } }\n"
	ADDITION_FIELD("valor", "string", "Valor", "Value", "")
	ADDITION_FIELD("valor_anterior", "string", "Valor anterior", "Value before", "")
	ADDITION_FIELD("cambio_id", "string", "Cambio", "Change", "")
	ADDITION_FIELD("fecha", "datetime", "Cuándo cambió", "When it changed", "")
	ADDITION_FIELD("termino", "string", "Término", "Term", "")
	ADDITION_FIELD("posterior_al_termino", "boolean", "Cambió después del término", "Changed after the term", "")
	ADDITION_FIELD("informe", "string", "Fecha hasta la que se informa", "Date up to which is reported", "")
	ADDITION_FIELD("posterior_al_informe", "boolean", "Cambió después de la fecha informada", "Changed after the date reported", "")
	ADDITION_FIELD("resultado", "string", "Resultado informado", "Result reported", "")
	ADDITION_FIELD("igual_al_resultado", "boolean", "Es igual al resultado informado", "Equals the result reported", "")
	ADDITION_FIELD("motivo", "string", "Motivo que se dio", "Reason given", "");

struct str ledger_descriptor(struct arena *arena, const struct owners *owners)
{
	struct buf out = { 0 };
	struct str text;

	buf_add(&out, str_of(head));
	owners_put_keys(owners, "cifras", &out);
	buf_add(&out, str_of(fields));
	owners_put_fields(owners, &out);
	text = arena_copy(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}
