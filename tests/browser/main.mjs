// The portal in a browser: main.mjs SITE PICTURES [PART...]. SITE is the portal, made for the base URL that its robots.txt tells: a port of loopback.
// The parts are head, pages, reader and lighthouse; without any, all.
import { readFileSync } from "node:fs";
import { done } from "./tap.mjs";
import { launch } from "./site.mjs";
import { serve } from "./server.mjs";
import { heads } from "./head.mjs";
import { everyPage } from "./pages.mjs";
import { reader } from "./reader.mjs";
import { lighthouse } from "./lighthouse.mjs";

const [root, pictures, ...parts] = process.argv.slice(2);
const base = new URL(/^Sitemap: (.*)sitemap\.xml$/m.exec(readFileSync(`${root}/robots.txt`, "utf8"))[1]);
const wanted = (part) => parts.length === 0 || parts.includes(part);

if (wanted("head")) await heads(root, base.href);
const server = await serve(root, base.pathname, Number(base.port));
const browser = await launch();
if (wanted("reader")) await reader(browser, root, server.origin);
if (wanted("pages")) await everyPage(browser, root, server.origin, pictures);
await browser.close();
if (wanted("lighthouse")) await lighthouse(server.origin);
server.close();
done();
