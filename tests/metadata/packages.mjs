// packages.mjs SITE...: the readers of npm, datapackage and tableschema, both of v1, take the published package: the descriptor is valid, every table
// reads with its types, its foreign keys hold, and each file is what the descriptor says.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { verdicts } from "./verdicts.mjs";

const require = createRequire(import.meta.url);
const { Package } = require("datapackage");
const { Schema, Table } = require("tableschema");
const told = (error) => [error.message, ...(error.errors ?? []).map((e) => e.message)].join("; ");

async function resource_check(resource, must) {
	const { path, bytes, hash, "vitrina:rows": count } = resource.descriptor, found = readFileSync(path);
	must(found.length === bytes, `${path}: ${found.length} bytes, not ${bytes}`);
	must(`sha256:${createHash("sha256").update(found).digest("hex")}` === hash, `${path}: another hash`);
	const rows = await resource.read({ relations: true }).catch((error) => must(false, `${path}: ${told(error)}`));
	must(!Array.isArray(rows) || rows.length === count, `${path}: ${rows.length} rows, not ${count}`);
}

async function schema_check(name, must) {
	const schema = await Schema.load(JSON.parse(readFileSync(`${name}.schema.json`, "utf8")));
	for (const error of schema.valid ? [] : schema.errors) must(false, `${name}.schema.json: ${error.message}`);
	const table = await Table.load(`${name}.csv`, { schema: schema.descriptor });
	await table.read().catch((error) => must(false, `${name}.csv: ${told(error)}`));
	must(String(table.headers) === String(schema.fieldNames), `${name}.csv: the header is not the schema's`);
}

await verdicts(process.argv.slice(2), async (site, must) => {
	process.chdir(join(site, "datos")); // paths of a descriptor are relative to it, and this reader opens them as they stand
	const published = await Package.load("datapackage.json");
	for (const error of published.valid ? [] : published.errors) must(false, `datapackage.json: ${error.message}`);
	must(published.resources.length, "no resources");
	for (const resource of published.resources) {
		await resource_check(resource, must);
		await schema_check(resource.name, must);
	}
});
