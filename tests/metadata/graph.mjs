// graph.mjs BASE SITE...: the graph of datos/catalog.jsonld, by npm's jsonld, is the one that other readers found in the Turtle and left as N-Triples,
// datos/*.nt; blank nodes by their canonical names. It holds what a catalogue must hold, by SHACL. BASE is the address of the documents.
import jsonld from "jsonld";
import { Parser, Store } from "n3";
import SHACLValidator from "rdf-validate-shacl";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { verdicts } from "./verdicts.mjs";

const [, , base, ...sites] = process.argv;
const here = dirname(fileURLToPath(import.meta.url));
const canonical = (input, options) => jsonld.canonize(input, { algorithm: "URDNA2015", format: "application/n-quads", ...options });
const documentLoader = (address) => { throw new Error(`${address}: the context is not in the document`); };
const shapes = new SHACLValidator(new Store(new Parser().parse(readFileSync(join(here, "dcat-ap.ttl"), "utf8"))));

async function compare(wanted, path, must) {
	const found = await canonical(readFileSync(path, "utf8"), { inputFormat: "application/n-quads" });
	const [a, b] = [new Set(wanted.split("\n")), new Set(found.split("\n"))];
	for (const line of [...a].filter((l) => !b.has(l)).slice(0, 5)) must(false, `${path} lacks ${line}`);
	for (const line of [...b].filter((l) => !a.has(l)).slice(0, 5)) must(false, `${path} adds ${line}`);
}

await verdicts(sites, async (site, must) => {
	const folder = join(site, "datos");
	const document = JSON.parse(readFileSync(join(folder, "catalog.jsonld"), "utf8"));
	const wanted = await canonical(document, { base, documentLoader, safe: true });
	must(wanted.split("\n").length > 100, "hardly anything is told");
	for (const name of readdirSync(folder).filter((n) => n.endsWith(".nt"))) await compare(wanted, join(folder, name), must);
	const report = await shapes.validate(new Store(new Parser({ format: "N-Triples" }).parse(wanted)));
	for (const r of report.results.slice(0, 10))
		must(false, `${r.focusNode?.value}: ${r.path?.value ?? ""} ${r.sourceConstraintComponent?.value.split("#")[1]} ${r.value?.value ?? ""}`);
});
