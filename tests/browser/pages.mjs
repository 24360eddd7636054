// Every type of page on a phone, a tablet and a desk, light and dark, with and without JavaScript. A page is loaded once for each of the last two and then
// shown in windows of every size: what costs is to load it and to bring axe along.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { check, problems } from "./tap.mjs";
import { each, types, watch } from "./site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [360, 768, 1440], schemes = ["light", "dark"];

export const bringAxe = (page) => page.evaluate(axe);

export async function violations(page) {
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return result.violations.map((v) => `axe ${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`).join("\n    ")}`);
}

// What is wider than the window, where it is not meant to be scrolled by itself.
export const overflow = (page) => page.evaluate(() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll, .vh"));
  return [`${document.scrollingElement.scrollWidth} px wide in ${width}: ${wide.slice(0, 4).map((e) => e.outerHTML.slice(0, 120)).join(" | ")}`];
});

// Text that is cut off by its own box.
export const cut = (page) => page.evaluate(() => [...document.querySelectorAll("body *")].filter((e) => {
  const style = getComputedStyle(e);
  return /hidden|clip/.test(style.overflowX + style.overflowY) && !e.closest(".vh, thead, svg") && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map((e) => `cut off: ${e.outerHTML.slice(0, 120)}`));

// The page in every window; `examine` gives what is wrong in one. What is wrong in several is told once.
async function everyWindow(page, examine) {
  const where = new Map();
  for (const width of widths) for (const colorScheme of schemes) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    for (const text of await examine(width, colorScheme)) where.set(text, [...(where.get(text) ?? []), `${width} ${colorScheme}`]);
  }
  return [...where].map(([text, windows]) => `${text}\n    (${windows.join(", ")})`);
}

// Text at 200 %, on a desk and on a tablet; and 400 % of everything, which is a window of 320 px.
async function large(page) {
  const bad = [];
  for (const [name, width, size] of [["text at 200 % on a desk", 1280, "200%"], ["text at 200 % on a tablet", 768, "200%"], ["a window of 320 px", 320, "100%"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate((wanted) => { document.documentElement.style.fontSize = wanted; }, size);
    bad.push(...[...(await overflow(page)), ...(await cut(page))].map((text) => `${name}: ${text}`));
  }
  return bad;
}

async function open(context, origin, path, seen) {
  const page = await context.newPage();
  watch(page, origin, seen);
  await page.goto(origin + path);
  return page;
}

async function withScripts(context, origin, path, pictures) {
  const bad = [], page = await open(context, origin, path, bad), name = path.replace(/\.html$/, "").split("/").filter(Boolean).join("-") || "inicio";
  await bringAxe(page);
  bad.push(...(await everyWindow(page, async (width, scheme) => {
    if (scheme === "light" || width === 360) await page.screenshot({ path: `${pictures}/${name}-${width}-${scheme}.png`, fullPage: true });
    return [...(await overflow(page)), ...(await violations(page))];
  })), ...(await large(page)));
  await page.close();
  return bad;
}

// axe needs JavaScript: it is shown the page with empty scripts, which is the same document.
async function withoutScripts(plain, empty, origin, path) {
  const bad = [], page = await open(plain, origin, path, bad);
  bad.push(...(await everyWindow(page, () => overflow(page))));
  await page.close();
  const same = await open(empty, origin, path, bad);
  await bringAxe(same);
  bad.push(...(await everyWindow(same, () => violations(same))));
  await same.close();
  return bad.map((text) => `without JavaScript, ${text}`);
}

export async function everyPage(browser, root, origin, pictures) {
  const all = types(root, ["/programas/son-2011-difusion/", "/metas/son-2011-07/"]);
  const spanish = all.filter((path) => !path.startsWith("/en/")), english = all.filter((path) => path.startsWith("/en/"));
  const context = await browser.newContext(), empty = await browser.newContext(), plain = await browser.newContext({ javaScriptEnabled: false });
  const found = new Map();

  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  await empty.route("**/*.js", (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await each(all, 2, async (path) => {
    found.set(path, await withScripts(context, origin, path, pictures));
    if (spanish.includes(path)) found.get(path).push(...(await withoutScripts(plain, empty, origin, path)));
  });
  for (const path of all) await check(`${path} in every window${spanish.includes(path) ? ", with and without JavaScript" : ""}`, () => problems(found.get(path)));
  await check("there are pages of every type, in both languages", () => {
    if (spanish.length < 9 || english.length < 7) throw `only ${all.join(" ")}`;
  });
  for (const one of [context, empty, plain]) await one.close();
}
