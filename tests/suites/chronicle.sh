#!/bin/bash
# The history of the data as tables of the site: what is published of it, and that it depends on the commit alone.
. "$(dirname "$0")/../tap.sh"

repo=$tap_scratch/repo

git_in() {
	git -C "$1" -c user.name=Editora -c user.email=editora@sonora.example -c commit.gpgsign=false -c init.defaultBranch=main "${@:2}"
}

# build FOLDER INTO [OPTION...]: leaves what it said in $tap_scratch/said.
build() {
	timeout 120 "${vitrina:-$VITRINA}" -C "$1" build -o "$2" "${@:3}" >"$tap_scratch/said" 2>&1 </dev/null || { tail -20 "$tap_scratch/said"; return 1; }
}

says() {
	grep -qF -- "$1" "$tap_scratch/said" || { tail -20 "$tap_scratch/said"; return 1; }
}

verified() {
	timeout 120 "$VITRINA" verify "$1" --repo "$2" >"$tap_scratch/said" 2>&1 </dev/null || { tail -20 "$tap_scratch/said"; return 1; }
}

# A small site: two programmes of two offices, each with goals, and their months.
small() {
	rm -rf "$1" && mkdir -p "$1/data/p" "$1/themes/t/templates" && cd "$1" && git_in . init -q . || return 1
	cat >portal.yaml <<'END'
title: Prueba
theme: t
collections:
  oficinas: { from: oficinas, permalink: '/o/{oficina_id}/', template: oficina.html }
  programas: { from: programas, permalink: '/p/{programa_id}/', template: programa.html }
  metas: { from: metas, permalink: '/m/{meta_id}/', template: meta.html }
END
	cat >data/p/datapackage.yaml <<'END'
name: p
resources:
- name: oficinas
  path: oficinas.csv
  vitrina:singular: oficina
  schema: { primaryKey: oficina_id, fields: [{ name: oficina_id, type: string }, { name: nombre, type: string }] }
- name: programas
  path: programas.csv
  vitrina:singular: programa
  schema:
    primaryKey: programa_id
    foreignKeys: [{ fields: oficina_id, reference: { resource: oficinas, fields: oficina_id } }]
    fields: [{ name: programa_id, type: string }, { name: oficina_id, type: string }]
- name: metas
  path: metas.csv
  vitrina:singular: meta
  schema:
    primaryKey: meta_id
    foreignKeys: [{ fields: programa_id, reference: { resource: programas, fields: programa_id } }]
    fields: [{ name: meta_id, type: string }, { name: programa_id, type: string }, { name: cuanto, type: number }, { name: nota, type: string }]
- name: meses
  path: meses.csv
  vitrina:singular: mes
  schema:
    primaryKey: [meta_id, mes]
    foreignKeys: [{ fields: meta_id, reference: { resource: metas, fields: meta_id } }]
    fields: [{ name: meta_id, type: string }, { name: mes, type: integer }, { name: cuanto, type: number }]
END
	printf 'oficina_id,nombre\nA,Una\nB,Otra\n' >data/p/oficinas.csv
	printf 'programa_id,oficina_id\npa,A\npb,B\npc,A\n' >data/p/programas.csv
	printf 'meta_id,programa_id,cuanto,nota\na1,pa,10,reservada\na2,pa,20,\nb1,pb,30,\nc1,pc,5,callada\n' >data/p/metas.csv
	printf 'meta_id,mes,cuanto\na1,1,4\na1,2,6\nc1,1,5\n' >data/p/meses.csv
	printf '<!DOCTYPE html><title>{{ page.title }}</title>{%% block main %%}{%% endblock %%}\n' >themes/t/templates/base.html
	for page in oficina programa meta; do
		printf '{%% for c in %s.cambios %%}{{ c.tipo }}|{{ c.tabla }}|{{ c.clave }}|{{ c.campo }}|{{ c.valor_anterior }}|{{ c.valor_nuevo }}|{{ c.version.asunto }}\n{%% endfor %%}{%% for c in %s:about("cambios", "salida") %%}salida|{{ c.clave }}|{{ c.campo }}\n{%% endfor %%}' \
			"$page" "$page" >"themes/t/templates/$page.html"
	done
	for page in home dataset datos 404; do echo '<p>{{ #(data.cambios or {}) }}</p>' >"themes/t/templates/$page.html"; done
	printf 'title: T\n' >themes/t/theme.yaml
	commit primera
}

commit() {
	git_in . add -A && git_in . commit -qm "$1"
}

# page FILE LINE...: these are the lines of the page, in any order.
page() {
	printf '%s\n' "${@:2}" | sort >"$tap_scratch/wanted"
	grep . "$1" | sort | diff - "$tap_scratch/wanted"
}

small_story() (
	small "$tap_scratch/small" || return 1
	cd "$tap_scratch/small" || return 1
	sed -i 's/a1,1,4/a1,1,3/' data/p/meses.csv && commit 'un mes menos' || return 1
	sed -i 's/^a2,pa/a2,pb/' data/p/metas.csv && commit 'una meta pasa a otro programa' || return 1
	sed -i '/^c1/d' data/p/metas.csv data/p/meses.csv && commit 'una meta se va con sus meses' || return 1
	sed -i '/^pc/d' data/p/programas.csv && commit 'y luego su programa' || return 1
	build . "$tap_scratch/out"
)

check 'a small site with a story builds' small_story
out=$tap_scratch/out
check 'a goal has the changes of its months' page "$out/m/a1/index.html" 'celda|meses|a1/1|cuanto|4|3|un mes menos'
check 'a programme those of its goals, and what left it' page "$out/p/pa/index.html" 'celda|meses|a1/1|cuanto|4|3|un mes menos' 'salida|a2|programa_id'
check 'what came has its change in the new place' page "$out/p/pb/index.html" 'celda|metas|a2|programa_id|pa|pb|una meta pasa a otro programa'
check 'what is no more belongs to what it named, and where that is no more either, to what that named' page "$out/o/A/index.html" \
	'celda|meses|a1/1|cuanto|4|3|un mes menos' 'renglon_retirado|metas|c1||||una meta se va con sus meses' \
	'renglon_retirado|meses|c1/1||||una meta se va con sus meses' 'renglon_retirado|programas|pc||||y luego su programa'

# Settings.
# setting LINE: portal.yaml as it was, and the line.
setting() {
	[ -e "$tap_scratch/portal" ] || cp "$tap_scratch/small/portal.yaml" "$tap_scratch/portal"
	{ cat "$tap_scratch/portal"; printf '%s\n' "$1"; } >"$tap_scratch/small/portal.yaml"
	git_in "$tap_scratch/small" commit -qam 'un ajuste'
}
unset_all() {
	setting ''
}

omitted() {
	setting 'history: { omit: [metas.nota, meses.cuanto] }'
	build "$tap_scratch/small" "$tap_scratch/o2" || return 1
	! grep -q 'callada' "$tap_scratch/o2/datos/cambios.csv" && grep -q '""cuanto"":""5""' "$tap_scratch/o2/datos/cambios.csv" &&
		! grep -q 'un mes menos' "$tap_scratch/o2/datos/versiones.csv" && unset_all
}

tables_only() {
	setting 'history: { tables: [programas] }'
	build "$tap_scratch/small" "$tap_scratch/o2" && ! grep -q ',metas,' "$tap_scratch/o2/datos/cambios.csv" &&
		grep -q ',programas,pc,' "$tap_scratch/o2/datos/cambios.csv" && unset_all
}

people() {
	! grep -q Editora "$out/datos/versiones.csv" || return 1
	setting 'history: { authors: true, roles: [{ author: "*@sonora.example", role: Unidad }] }'
	build "$tap_scratch/small" "$tap_scratch/o2" && grep -q ',primera,Unidad,Editora,' "$tap_scratch/o2/datos/versiones.csv" && unset_all
}

wrong() {
	setting "$1"
	! build "$tap_scratch/small" "$tap_scratch/o2" --lang en >"$tap_scratch/unheard" && says "$2" && unset_all
}

off() {
	setting 'history: false'
	build "$tap_scratch/small" "$tap_scratch/o2" && [ ! -e "$tap_scratch/o2/datos/cambios.csv" ] && ! says history: >/dev/null && unset_all &&
		build "$tap_scratch/small" "$tap_scratch/o2" --no-history && [ ! -e "$tap_scratch/o2/datos/cambios.csv" ] &&
		[ ! -s "$tap_scratch/o2/m/a1/index.html" ] && verified "$tap_scratch/o2" "$tap_scratch/small"
}

# A package that portal.yaml does not list is not published, and its past neither.
unlisted() {
	setting 'data: [data/p]'
	mkdir -p "$tap_scratch/small/data/q"
	printf 'name: q\nresources:\n- { name: secretos, path: s.csv, schema: { primaryKey: k, fields: [{ name: k, type: string }] } }\n' >"$tap_scratch/small/data/q/datapackage.yaml"
	printf 'k\nuno\n' >"$tap_scratch/small/data/q/s.csv"
	git_in "$tap_scratch/small" add -A && git_in "$tap_scratch/small" commit -qm 'otro paquete' || return 1
	printf 'k\nuno\ndos\n' >"$tap_scratch/small/data/q/s.csv"
	git_in "$tap_scratch/small" commit -qam 'y cambia' && build "$tap_scratch/small" "$tap_scratch/o2" &&
		! grep -rq 'secretos\|y cambia' "$tap_scratch/o2/datos/" && git_in "$tap_scratch/small" reset -q --hard HEAD~3
}

check 'fields that are left out are told nowhere' omitted
check 'only the tables that are named' tables_only
check 'roles and names of authors only where settings say so' people
check 'a table that never was is told with the nearest' wrong 'history: { tables: [meta] }' "did you mean 'metas'"
check 'so is a field' wrong 'history: { omit: [metas.notas] }' "there is and was no field 'notas' in metas"
check 'a field without its table is told' wrong 'history: { omit: [nota] }' '[history-omit]'
check 'a role without an author is told' wrong 'history: { roles: [{ role: Unidad }] }' '[history-role]'
check 'an unknown setting is told' wrong 'history: { table: [metas] }' "did you mean 'tables'"
check 'no history, by a setting or an option: no tables, and templates see no changes' off
check 'a package that is not published has no published past' unlisted

# The demonstration, edited over two years.
check 'a repository with known edits is made' "$PYTHON" tests/history/synthetic.py make . "$repo" "$tap_scratch/expected.csv"
check 'its site builds, and tells how much' eval 'build "$repo" "$tap_scratch/o1" --lang en && says "history: changes 130, versions 25"'
check 'the published changes are the known edits' "$PYTHON" tests/history/synthetic.py score "$repo" "$tap_scratch/expected.csv" "$tap_scratch/o1/datos/cambios.csv"
check 'what was kept, one thread, another language: the same bytes' eval '
	build "$repo" "$tap_scratch/o2" -j1 --lang es && same "$tap_scratch/o1" "$tap_scratch/o2"'
check 'what was kept and damaged: the same bytes' eval '
	head -c 3000 /dev/urandom >"$repo/.vitrina/history" && build "$repo" "$tap_scratch/o2" -j8 && same "$tap_scratch/o1" "$tap_scratch/o2"'
check 'a bare repository: the same bytes' eval '
	git clone -q --bare "$repo" "$tap_scratch/bare.git" && build "$tap_scratch/bare.git" "$tap_scratch/o2" --rev main && same "$tap_scratch/o1" "$tap_scratch/o2"'
check 'the sanitizers find nothing' eval 'vitrina=$VITRINA_DEBUG build "$repo" "$tap_scratch/o3"'
check 'verify makes the same without what was kept' verified "$tap_scratch/o1" "$tap_scratch/bare.git"
check 'check keeps nothing' eval 'rm -rf "$repo/.vitrina" && timeout 120 "$VITRINA" -C "$repo" check >"$tap_scratch/said" 2>&1 && [ ! -e "$repo/.vitrina" ]'

shallow() {
	git clone -q --depth 5 "file://$repo" "$tap_scratch/shallow" && build "$tap_scratch/shallow" "$tap_scratch/o4" &&
		tail -1 "$tap_scratch/o4/datos/versiones.csv" | grep -q ',no_descargado$' && tail -1 "$tap_scratch/o1/datos/versiones.csv" | grep -q ',inicio$'
}

deepened() {
	git_in "$tap_scratch/shallow" fetch -q --unshallow && build "$tap_scratch/shallow" "$tap_scratch/o4" && same "$tap_scratch/o1" "$tap_scratch/o4"
}

check 'a shallow clone tells in its data how far back is known' shallow
check 'and is proved against the whole repository' verified "$tap_scratch/o4" "$tap_scratch/bare.git"
check 'deepened, it tells all, whatever was kept' deepened

uncommitted() {
	sed -i 's/evento celebrado/evento festejado/' "$repo/data/programas/tablas/metas.csv"
	vitrina=$VITRINA_DEBUG build "$repo" "$tap_scratch/o4" && sed -n 2p "$tap_scratch/o4/datos/versiones.csv" | grep -q '^sin-confirmar,,,1,' &&
		sed -n 2p "$tap_scratch/o4/datos/cambios.csv" | grep -q ',evento celebrado,evento festejado,' && git_in "$repo" checkout -q .
}

# What a repository's settings make odd is told, and changes nothing.
replaced() {
	git_in "$repo" replace HEAD~3 HEAD~10 && build "$repo" "$tap_scratch/o4" && says '[replaced-objects]' && same "$tap_scratch/o1" "$tap_scratch/o4" &&
		git_in "$repo" replace -d HEAD~3 >/dev/null
}

check 'what is not committed is a version without a time' uncommitted
check 'replaced objects are told, and change no byte' replaced

# Watched figures, value by value: late cuts, with reasons that come and go.
# dated DAY SUBJECT: a commit of that day.
dated() {
	git_in . add -A && GIT_COMMITTER_DATE="$1T12:00:00-0600" git_in . commit -qm "$2"
}

figures() (
	small "$tap_scratch/figures" && cd "$tap_scratch/figures" || return 1
	sed -i 's/{ name: nota, type: string }/{ name: nota, type: string }, { name: vence, type: yearmonth }, { name: hecho, type: number }/' data/p/datapackage.yaml
	cat >data/p/model.lua <<'END'
local metas = resource "metas"
metas:field { name = "corte", type = "date", value = function(m) return m.hecho and date("2013-11-30") end }
metas:history { field = "cuanto", due = "vence", reported = "corte", result = "hecho", reason = "nota" }
END
	printf 'meta_id,programa_id,cuanto,nota,vence,hecho\na1,pa,10,,2013-12,6.50\na2,pa,20,,,\nb1,pb,30,,2013-12,3\n' >data/p/metas.csv
	printf '{%% for c in meta:about("cifras") %%}{{ c.numero }}|{{ c.cual }}|{{ c.valor }}|{{ c.posterior_al_termino }}|{{ c.posterior_al_informe }}|{{ c.igual_al_resultado }}|{{ c.motivo or "-" }}\n{%% endfor %%}{{ #meta.cifras }}\n' >themes/t/templates/meta.html
	sed -i '/^c1/d' data/p/meses.csv
	dated 2013-01-10 base || return 1
	sed -i 's/^a1,pa,10,/a1,pa,9,falta personal/; s/^a2,pa,20/a2,pa,21/' data/p/metas.csv && dated 2013-11-30 'a tiempo' || return 1
	sed -i 's/^a1,pa,9,falta personal/a1,pa,8,falta personal/' data/p/metas.csv && dated 2013-12-31 'el último día' || return 1
	sed -i 's/^a1,pa,8,falta personal/a1,pa,8,/' data/p/metas.csv && dated 2014-01-02 'sin motivo' || return 1
	sed -i 's/^a1,pa,8,/a1,pa,6.5,/' data/p/metas.csv && dated 2014-01-03 'como resultó' || return 1
	build . "$tap_scratch/f1"
)

check 'a site that watches figures builds' figures
check 'each value tells what it came after, what it equals and why' page "$tap_scratch/f1/m/a1/index.html" '1|original|10||||-' \
	'2|posterior|9|false|false|false|falta personal' '3|posterior|8|false|true|false|falta personal' '4|vigente|6.5|true|true|true|-' 4
check 'what is not known is not said' page "$tap_scratch/f1/m/a2/index.html" '1|original|20||||-' '2|vigente|21||||-' 2
check 'a figure that did not change is not there' page "$tap_scratch/f1/m/b1/index.html" 0
check 'figures are open data, and proved' eval '[ "$(wc -l <"$tap_scratch/f1/datos/cifras.csv")" -eq 7 ] && verified "$tap_scratch/f1" "$tap_scratch/figures"'
check 'without a history there are none' eval 'build "$tap_scratch/figures" "$tap_scratch/f2" --no-history && page "$tap_scratch/f2/m/a1/index.html" 0'
check 'those of the demonstration that were cut after their year' eval '
	grep -q "^metas/son-2011-20/meta_programada/2,.*,vigente,5,7,.*,2011-12-31,true," "$tap_scratch/o1/datos/cifras.csv" &&
	grep -q ",vigente,6,,.*,2013-12-20,true,2013-12-31,true,6,true,se ajusta al resultado informado," "$tap_scratch/o1/datos/cifras.csv"'

taken() {
	printf 'name: q\nresources:\n- { name: cambios, path: s.csv, schema: { primaryKey: k, fields: [{ name: k, type: string }] } }\n' >"$tap_scratch/q"
	mkdir -p "$tap_scratch/small/data/q" && cp "$tap_scratch/q" "$tap_scratch/small/data/q/datapackage.yaml" && printf 'k\nuno\n' >"$tap_scratch/small/data/q/s.csv"
	! build "$tap_scratch/small" "$tap_scratch/o4" >"$tap_scratch/unheard" && says '[reserved-resource]'
}
check 'a table of the office with that name is told' taken
tap_done
