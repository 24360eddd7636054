// What the demonstration portal never reaches: branches.mjs SITE PICTURES. Every page of rows in the main language, and one of each other type,
// on a phone by day and on a desk by night: less than main.mjs does, since the pages are made of the same pieces.
import { mkdirSync, rmSync } from "node:fs";
import { check, done, problems } from "./tap.mjs";
import { each, launch, pages, types, watch } from "./site.mjs";
import { bringAxe, cut, overflow, violations } from "./pages.mjs";
import { serve } from "./server.mjs";

const [root, pictures] = process.argv.slice(2);
const windows = [[360, "light"], [1280, "dark"]];
const rows = pages(root).filter((path) => /^\/(instituciones|programas|metas|etiquetas)\//.test(path));
const all = [...new Set([...types(root), ...rows])].sort();
const found = new Map();

async function examine(context, origin, path) {
  const page = await context.newPage(), bad = watch(page, origin), name = path.split("/").filter(Boolean).join("-") || "inicio";
  await page.goto(origin + path);
  await bringAxe(page);
  for (const [width, colorScheme] of windows) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    bad.push(...[...await overflow(page), ...await cut(page), ...await violations(page)].map((text) => `${width} ${colorScheme}: ${text}`));
    await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
  }
  await page.close();
  return bad;
}

rmSync(pictures, { recursive: true, force: true });
mkdirSync(pictures, { recursive: true });
const server = await serve(root), browser = await launch(), context = await browser.newContext();
await each(all, 2, async (path) => { found.set(path, await examine(context, server.origin, path)); });
for (const path of all) await check(path, () => problems(found.get(path)));
await browser.close();
server.close();
done();
