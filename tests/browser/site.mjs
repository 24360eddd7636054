// The made portal as the tests see it: its pages, one of each type, and a browser that reaches nothing else.
import { readdirSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";

export const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];

export const launch = () => chromium.launch({ executablePath: executable, args: flags });

// Paths of all pages, "/", "/programas/x/", "/404.html", in order.
export function pages(root) {
  const files = readdirSync(root, { recursive: true }).filter((file) => file.endsWith(".html"));
  return files.map((file) => `/${file.replace(/(^|\/)index\.html$/, "$1")}`).sort();
}

export const html = (root, path) => readFileSync(`${root}${path}${path.endsWith("/") ? "index.html" : ""}`, "utf8");

// What pages have in common: "/metas/*/" for the page of any goal; a page of text stands for all of them.
function typeOf(root, path) {
  const parts = path.split("/").filter(Boolean), lang = /^[a-z]{2}$/.test(parts[0]) ? `/${parts[0]}` : "";
  if (html(root, path).includes('<article class="prose"')) return `${lang}/texto/`;
  const own = lang ? parts.slice(1) : parts;
  return own.length > 1 ? `${lang}/${own[0]}/*/` : path;
}

// One page of each type, the one with the most to show; and those named in `more`.
export function types(root, more = []) {
  const best = new Map();
  for (const path of pages(root)) {
    const type = typeOf(root, path), length = html(root, path).length;
    if (!best.has(type) || length > best.get(type).length) best.set(type, { path, length });
  }
  return [...new Set([...[...best.values()].map((one) => one.path), ...more])].sort();
}

// Adds to `seen` what a page says, and asks for beyond `origin`, while it is shown.
export function watch(page, origin, seen = []) {
  page.on("console", (message) => seen.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => seen.push(`error: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) seen.push(`asks for ${request.url()}`);
  });
  page.on("requestfailed", (request) => seen.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.url().endsWith("/no-hay-tal/")) seen.push(`${response.status()}: ${response.url()}`);
  });
  return seen;
}

// `work` on each of `list`, so many at a time.
export async function each(list, at_once, work) {
  const queue = [...list];
  await Promise.all(Array.from({ length: at_once }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await work(next);
  }));
}
