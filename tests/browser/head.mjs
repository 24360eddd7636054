// What machines read of every page, and what the first view of a programme weighs: from the files, without a browser.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { check, equal, note, problems } from "./tap.mjs";
import { html, pages } from "./site.mjs";

const first = (text, pattern) => pattern.exec(text)?.[1];
const decode = (text) => text?.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

function read(root, path) {
  const text = html(root, path);
  return { path, text, title: decode(first(text, /<title>([^<]*)<\/title>/)), description: decode(first(text, /<meta name="description"[^>]* content="([^"]*)"/)),
    canonical: first(text, /<link rel="canonical" href="([^"]*)"/), og: first(text, /<meta property="og:url" content="([^"]*)"/),
    languages: new Map([...text.matchAll(/<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"/g)].map((m) => [m[1], m[2]])),
    data: [...text.matchAll(/<script type="application\/ld\+json">([^<]*)<\/script>/g)].map((m) => JSON.parse(m[1])) };
}

function faults(page, base, all) {
  const bad = [], inner = !["/", "/en/"].includes(page.path), whole = base + page.path.slice(1);
  const kind = (name) => page.data.find((one) => one["@type"] === name);
  if (!page.title) bad.push("no title");
  if (!page.description || page.description.length < 30 || page.description.length > 301) bad.push(`description: ${page.description}`);
  if (page.canonical !== whole || page.og !== whole) bad.push(`canonical ${page.canonical}, og:url ${page.og}`);
  for (const [lang, address] of page.languages) {
    const other = all.get(address.slice(base.length - 1));
    if (!other) bad.push(`hreflang ${lang}: no page ${address}`);
    else if (![...other.languages.values()].includes(whole)) bad.push(`hreflang ${lang}: ${address} does not lead back`);
  }
  if (page.languages.size && !page.languages.has("x-default")) bad.push("no x-default");
  const crumbs = kind("BreadcrumbList")?.itemListElement;
  if (inner && !crumbs) bad.push("no breadcrumbs");
  if (crumbs && (crumbs.at(-1).item !== whole || crumbs.some((step, i) => step.position !== i + 1 || !step.name || !all.has(step.item.slice(base.length - 1)))))
    bad.push(`breadcrumbs: ${JSON.stringify(crumbs)}`);
  return bad;
}

function datasetFaults(page, root, base) {
  const found = page.data.find((one) => one["@type"] === "Dataset");
  if (!found) return ["no Dataset"];
  const bad = ["name", "description", "url", "license", "distribution"].filter((name) => !found[name]?.length).map((name) => `Dataset without ${name}`);
  if (found.description?.length < 50) bad.push(`Dataset described by ${found.description}`);
  for (const file of found.distribution ?? []) {
    const bytes = readFileSync(root + file.contentUrl.slice(base.length - 1)).length;
    if (file.contentSize !== `${bytes} B`) bad.push(`${file.contentUrl} is told as ${file.contentSize} and has ${bytes}`);
  }
  return bad;
}

export async function heads(root, base) {
  const list = pages(root).filter((path) => path !== "/404.html").map((path) => read(root, path));
  const all = new Map(list.map((page) => [page.path, page]));
  const told = (page, bad) => bad.map((text) => `${page.path}: ${text}`);

  await check(`${list.length} pages have title, description, canonical, languages, breadcrumbs`, () => problems(list.flatMap((page) => told(page, faults(page, base, all)))));
  await check("pages of one language have titles of their own, but for the rows that have one name", () => {
    const titles = new Map();
    for (const page of list) titles.set(page.title, [...(titles.get(page.title) ?? []), page.path]);
    problems([...titles].filter(([, paths]) => new Set(paths.map((path) => path.startsWith("/en/"))).size < paths.length).map(([title, paths]) => `${title}: ${paths.join(" ")}`));
  });
  await check("data sets and programmes are told as schema.org data sets, with the files there are", () =>
    problems(list.filter((page) => /^(\/en)?\/(datos|programas)\/[^/]+\/$/.test(page.path)).flatMap((page) => told(page, datasetFaults(page, root, base)))));
  await check("nothing inline: no style attribute, no style element, no script that would run", () =>
    problems([...list, read(root, "/404.html")].filter((page) => /<[^>]*\s(style|on\w+)=|<style|<script(?![^>]*(src=|type="application\/(ld\+)?json"))/.test(page.text.replace(/>[^<]*/g, ">"))).map((page) => page.path)));
  await firstView(root, list);
}

// The critical path: the page and the one style sheet; scripts are deferred.
async function firstView(root, list) {
  const limit = 14 * 1024, weigh = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

  for (const page of list.filter((one) => /^(\/en)?\/programas\/son-/.test(one.path)))
    await check(`first view of ${page.path} within 14 KB, compressed`, () => {
      const blocking = [...page.text.matchAll(/<link rel="stylesheet" href="([^"]*)"|<script (?!defer|type="application)[^>]*src="([^"]*)"/g)].map((m) => m[1] ?? m[2]);
      const bytes = weigh(`${root}${page.path}index.html`) + blocking.reduce((sum, link) => sum + weigh(new URL(`file://${root}${page.path}${link}`)), 0);
      note(`${page.path}: ${bytes} bytes`);
      equal(blocking.length, 1, "files that block");
      if (bytes > limit) throw `${bytes} bytes`;
    });
}
