// Pictures for the README: screenshots.mjs SITE FOLDER. The home page and a programme as they begin on a desk, at three quarters, each under 150 KB.
import { statSync } from "node:fs";
import { launch } from "./site.mjs";
import { serve } from "./server.mjs";

const [root, folder] = process.argv.slice(2);
const most = 150_000, list = { home: "/", programme: "/programas/pue-2013-poa/" };
const server = await serve(root), browser = await launch();
const viewport = { width: 1200, height: 1300 }, deviceScaleFactor = 0.75;
const page = await browser.newPage({ viewport, deviceScaleFactor, colorScheme: "light", reducedMotion: "reduce" });
let status = 0;

for (const [name, path] of Object.entries(list)) {
  const file = `${folder}/${name}.png`;
  await page.goto(server.origin + path);
  await page.screenshot({ path: file });
  const size = statSync(file).size;
  console.log(`${file}: ${size} bytes`);
  if (size >= most) status = 1;
}
await browser.close();
server.close();
if (status) console.error(`a picture must stay below ${most} bytes: make the window smaller in tests/browser/screenshots.mjs`);
process.exit(status);
