// schemas.mjs SITE...: every JSON document that describes the data, against JSON Schemas: the profiles of Data Package 1.0 as npm's datapackage ships
// them, and our own of what the other standards require. Then what no schema can say: that names and files lead somewhere.
import Ajv from "ajv";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { verdicts } from "./verdicts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const modern = new Ajv({ strict: false, allErrors: true });
addFormats(modern);
for (const name of ["tableschema-2", "datapackage-2", "dcat-us", "csvw", "api"]) modern.addSchema(read(join(here, `${name}.json`)));
const old = new Ajv04({ strict: false, allErrors: true, formats: { textarea: true } }); // a hint for forms
addFormats(old);
const profiles = ["tabular-data-package", "data-package"].map((name) => old.compile(read(join(here, "../node_modules/datapackage/lib/profiles", `${name}.json`))));

await verdicts(process.argv.slice(2), (site, must) => {
	const published = (path) => read(join(site, path));
	function valid(path, validate, document = published(path)) {
		if (validate(document)) return;
		for (const e of validate.errors.slice(0, 5)) must(false, `${path}: ${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`);
	}

	const tables = published("datos/datapackage.json").resources.map((r) => r.name);
	for (const profile of profiles) valid("datos/datapackage.json", profile);
	valid("datos/datapackage.json", modern.getSchema("vitrina:datapackage-2"));

	for (const name of tables) {
		const path = `datos/${name}.schema.json`, schema = published(path), fields = schema.fields.map((f) => f.name);
		valid(path, modern.getSchema("vitrina:tableschema-2"));
		must(new Set(fields).size === fields.length, `${path}: a field twice`);
		for (const key of [schema.primaryKey ?? [], ...(schema.uniqueKeys ?? []), ...(schema.foreignKeys ?? []).map((k) => k.fields)])
			for (const field of key) must(fields.includes(field), `${path}: no field ${field}`);
		for (const { reference } of schema.foreignKeys ?? []) must(reference.resource === "" || tables.includes(reference.resource), `${path}: no table ${reference.resource}`);
	}

	// CSVW: the columns are those of the file, in its order; keys lead to tables of the group and to columns of theirs.
	const group = published("datos/csv-metadata.json");
	valid("datos/csv-metadata.json", modern.getSchema("vitrina:csvw"));
	const columns = (table) => table.tableSchema.columns.map((c) => c.name);
	function csvw(path, table, others) {
		const header = readFileSync(join(site, "datos", table.url), "utf8").split("\n", 1)[0].split(",");
		must(String(header) === String(columns(table)) && String(header) === String(table.tableSchema.columns.map((c) => c.titles)), `${path}: not the columns of ${table.url}`);
		for (const column of table.tableSchema.primaryKey ?? []) must(columns(table).includes(column), `${path}: no column ${column}`);
		for (const key of table.tableSchema.foreignKeys ?? []) {
			const target = others.find((t) => t.url === key.reference.resource);
			must(target, `${path}: no table ${key.reference.resource}`);
			for (const column of key.columnReference) must(columns(table).includes(column), `${path}: no column ${column}`);
			for (const column of target ? key.reference.columnReference : []) must(columns(target).includes(column), `${path}: no column ${column} in ${target.url}`);
		}
	}
	for (const table of group.tables) csvw("datos/csv-metadata.json", table, group.tables);
	for (const name of tables) {
		valid(`datos/${name}.csv-metadata.json`, modern.getSchema("vitrina:csvw"));
		csvw(`datos/${name}.csv-metadata.json`, published(`datos/${name}.csv-metadata.json`), []);
	}

	const base = published("api/index.json").url;
	valid("data.json", modern.getSchema("vitrina:dcat-us"));
	const local = (address, path) => {
		must(address.startsWith(base), `${path}: ${address} is not of this site`);
		must(existsSync(join(site, address.slice(base.length).split("#")[0])), `${path}: ${address} leads nowhere`);
	};
	for (const d of published("data.json").dataset) {
		for (const f of d.distribution ?? []) local(f.downloadURL, "data.json");
		for (const address of [d.landingPage, d.describedBy]) if (address) local(address, "data.json");
	}
	must(new Set(published("data.json").dataset.map((d) => d.identifier)).size === published("data.json").dataset.length, "data.json: an identifier twice");

	// The static API: each page says where it stands, and together they are the table.
	const index = published("api/index.json");
	valid("api/index.json", modern.getSchema("vitrina:api"));
	const reach = (url) => posix.normalize(posix.join("api", url));
	for (const file of [...index.documents, ...[...index.packages, ...index.tables].flatMap((t) => t.downloads)])
		must(existsSync(join(site, reach(file.url))), `api/index.json: ${file.url} leads nowhere`);
	for (const table of index.tables) {
		const rows = [];
		let url = table.pages.first;
		for (let n = 1; url; n++) {
			must(url === table.pages.url.replace("{page}", n), `${url}: not the address of page ${n}`);
			const page = published(reach(url));
			must(page.table === table.name && page.page === n && page.pages === table.pages.count && page.rows === table.rows, `${url}: says something else than the index`);
			must(page.previous === (n > 1 ? `${n - 1}.json` : null), `${url}: the way back is wrong`);
			must(page.data[table.name].length === Math.min(table.pages.rows_per_page, table.rows - rows.length), `${url}: another number of rows`);
			rows.push(...page.data[table.name]);
			url = page.next && posix.join(posix.dirname(url), page.next);
		}
		must(JSON.stringify(rows) === JSON.stringify(published(`datos/${table.name}.json`)[table.name]), `${table.name}: the pages are not the table`);
		must(readdirSync(join(site, "api", table.name)).length === table.pages.count, `${table.name}: files that no page leads to`);
	}
	for (const collection of index.collections) {
		const rows = published(`datos/${collection.table}.json`)[collection.table];
		const fill = (pattern) => pattern.replace(/\{(\w+)\}/g, (_, field) => rows[0][field]);
		for (const url of [collection.page, ...(collection.row_downloads ?? []).map((d) => d.url)])
			must(existsSync(join(site, reach(fill(url)))), `api/index.json: ${url} leads nowhere`);
	}
});
