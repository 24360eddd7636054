// A reader with a keyboard; what scripts add; the portal from file:// and from a sub-folder.
import { check, equal, problems } from "./tap.mjs";
import { serve } from "./server.mjs";
import { html, types, watch } from "./site.mjs";

const PROGRAMME = "/programas/son-2011-difusion/", GOAL = "/metas/son-2011-07/";

async function withPage(browser, options, path, work) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 700 }, ...options });
  const page = await context.newPage();
  const seen = watch(page, new URL(path).protocol === "file:" ? "file://" : new URL(path).origin);
  await page.goto(path);
  await work(page, context);
  await context.close();
  problems(seen);
}

// Where the focus is, and whether it can be seen there.
const focused = (page) => page.evaluate(() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  const visible = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { index: window.stops.indexOf(e), name: e.outerHTML.slice(0, 100), visible, outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
});

async function walk(page) {
  const bad = [];
  const total = await page.evaluate(() => {
    window.stops = [...document.querySelectorAll("a[href], button, input, [tabindex='0']")].filter((e) => e.checkVisibility({ checkVisibilityCSS: true }));
    return window.stops.length;
  });
  for (let i = 0; i < total; i++) {
    await page.keyboard.press("Tab");
    const at = await focused(page);
    if (at.index !== i) bad.push(`stop ${i} is number ${at.index}: ${at.name}`);
    if (!at.visible) bad.push(`out of sight: ${at.name}`);
    if (!at.outlined) bad.push(`no outline: ${at.name}`);
  }
  if (total < 20) bad.push(`only ${total} stops`);
  problems(bad);
}

async function keyboard(browser, origin) {
  await check("by keyboard through a programme: every stop in order, in sight, outlined", () =>
    withPage(browser, { reducedMotion: "reduce" }, origin + PROGRAMME, walk));
  await check("the first stop skips to the content", () => withPage(browser, { reducedMotion: "reduce" }, origin + PROGRAMME, async (page) => {
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    equal(await page.evaluate(() => location.hash), "#contenido", "place");
    await page.keyboard.press("Tab");
    equal(await page.evaluate(() => document.activeElement.closest("main") !== null), true, "the next stop lies in the content");
  }));
}

const column = (page, n) => page.$$eval(".goals tbody tr:not(.group)", (rows, i) => rows.map((row) => row.cells[i].querySelector("b, a")?.textContent ?? row.cells[i].textContent.trim()), n);

async function scripts(browser, origin) {
  await check("a table is sorted by number, by keyboard, and says so; a third time gives the first order back", () => withPage(browser, {}, origin + PROGRAMME, async (page) => {
    const before = await column(page, 2), head = page.locator(".goals thead th").nth(2), button = head.locator("button");
    const groups = await page.$$eval(".goals tbody", (bodies) => bodies.every((body) => body.rows[0].className === "group"));
    equal(groups, true, "headings above their rows");
    await button.focus();
    await page.keyboard.press("Enter");
    const up = await page.$$eval(".goals tbody", (bodies) => bodies.map((body) => [...body.rows].slice(1).map((row) => Number(row.cells[2].querySelector("b").textContent.replace(",", "")))));
    if (up.some((list) => list.some((n, i) => i && list[i - 1] > n))) throw `not in order: ${JSON.stringify(up)}`;
    equal(await head.getAttribute("aria-sort"), "ascending", "aria-sort");
    equal(await page.textContent("#aviso"), "Meta programada: de menor a mayor".replace("Meta programada", (await button.textContent()).trim()), "said");
    await page.keyboard.press("Enter");
    equal(await head.getAttribute("aria-sort"), "descending", "aria-sort");
    await page.keyboard.press("Space");
    equal(await head.getAttribute("aria-sort"), null, "aria-sort");
    equal(await column(page, 2), before, "the first order");
  }));
  await check("a table is filtered without minding case or accents, and says how many rows are left", () => withPage(browser, {}, origin + PROGRAMME, async (page) => {
    const shown = () => page.$$eval(".goals tbody tr:not(.group)", (rows) => rows.filter((row) => row.checkVisibility()).length);
    const all = await shown();
    await page.fill(".tools input", "DIFUSION");
    const some = await shown();
    if (some === 0 || some >= all) throw `${some} of ${all}`;
    await page.waitForFunction((text) => document.getElementById("aviso").textContent === text, `${some} de ${all}`);
    await page.fill(".tools input", "zzz");
    equal(await page.$$eval(".goals tbody tr", (rows) => rows.filter((row) => row.checkVisibility()).length), 0, "rows and headings");
    await page.fill(".tools input", "");
    equal(await shown(), all, "rows");
  }));
  await check("the citation and the address are copied", () => withPage(browser, { permissions: ["clipboard-read", "clipboard-write"] }, origin + PROGRAMME, async (page) => {
    const copied = async (n) => {
      await page.locator(".cite + .tools button").nth(n).click();
      await page.waitForFunction(() => document.getElementById("aviso").textContent !== "");
      return page.evaluate(() => navigator.clipboard.readText());
    };
    equal(await copied(0), (await page.textContent(".cite")).trim().replace(/\s+/g, " "), "citation");
    equal(await copied(1), origin + PROGRAMME, "address");
  }));
  await check("a chart is read month by month with arrow keys, and by pointing", () => withPage(browser, {}, origin + GOAL, async (page) => {
    const chart = page.getByRole("slider");
    const said = () => chart.getAttribute("aria-valuetext");
    await chart.focus();
    await page.keyboard.press("ArrowRight");
    const first = await said();
    await page.keyboard.press("ArrowRight");
    if (!first.includes(":") || first === (await said())) throw `${first}, then ${await said()}`;
    equal(await page.textContent(".readout"), await said(), "what is shown");
    await page.keyboard.press("End");
    equal(await chart.getAttribute("aria-valuenow"), await chart.getAttribute("aria-valuemax"), "the last month");
    await chart.hover({ position: { x: 3, y: 20 } });
    equal(await said(), first, "pointing at the first month");
  }));
  await check("nothing is remembered", () => withPage(browser, {}, origin + PROGRAMME, async (page, context) => {
    await page.fill(".tools input", "difusion");
    equal([await page.evaluate(() => localStorage.length + sessionStorage.length), (await context.cookies()).length], [0, 0], "stored things and cookies");
    await page.reload();
    equal(await page.inputValue(".tools input"), "", "the filter after a reload");
  }));
}

// Style and scripts reached the page, and its links lead on.
async function works(page) {
  equal(await page.evaluate(() => getComputedStyle(document.querySelector("header.site")).borderBottomStyle), "solid", "style");
  await page.click("header.site a.brand");
  await page.waitForLoadState();
  equal(await page.$$eval("h1", (list) => list.length), 1, "headings of the home page");
}

async function places(browser, root) {
  for (const path of [PROGRAMME, GOAL, "/", "/en/datos/metas/", "/metodo/"])
    await check(`from file://: ${path}`, () => withPage(browser, {}, `file://${root}${path}index.html`, async (page) => {
      if (path === PROGRAMME) equal(await page.$$eval(".goals th button", (list) => list.length > 0), true, "scripts run");
      await works(page);
    }));
  await check("in a sub-folder every link and file of every type of page is there", async () => {
    const { origin, close } = await serve(root, "/a/b/"), bad = [];
    for (const path of types(root).filter((one) => one !== "/404.html"))
      for (const [, link] of html(root, path).matchAll(/ (?:href|src)="([^"#]+)[^"]*"/g)) {
        const address = new URL(link.replace(/&amp;/g, "&"), `${origin}/a/b${path}`);
        if (address.origin === origin && !(await fetch(address, { method: "HEAD" })).ok) bad.push(`${path}: ${link}`);
      }
    close();
    problems(bad);
  });
  await check("in a sub-folder a page works", async () => {
    const { origin, close } = await serve(root, "/a/b/");
    try {
      await withPage(browser, {}, `${origin}/a/b${PROGRAMME}`, works);
    } finally {
      close();
    }
  });
}

async function missing(browser, origin) {
  await check("what is not there shows the page that says so, whole", () => withPage(browser, {}, `${origin}/no/hay-tal/`, works).catch((bad) => {
    /* the browser itself tells that the page was answered with 404 */
    problems(String(bad).split("\n").filter((line) => !/status of 404|^404: /.test(line)));
  }));
}

export async function reader(browser, root, origin) {
  await keyboard(browser, origin);
  await scripts(browser, origin);
  await places(browser, root);
  await missing(browser, origin);
}
