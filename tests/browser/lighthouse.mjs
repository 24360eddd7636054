// Lighthouse, as a phone on a slow network has it. Accessibility, best practices and SEO depend on the page alone. The score of performance depends on how
// busy this machine is: it is told, the best of three, and what makes it up is checked instead.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { check, note, problems } from "./tap.mjs";
import { executable, flags } from "./site.mjs";

const program = fileURLToPath(new URL("../node_modules/lighthouse/cli/index.js", import.meta.url));

async function run(url, categories) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, url, "--quiet", "--output=json", `--only-categories=${categories}`,
    `--chrome-flags=--headless=new ${flags.filter((flag) => !flag.includes(" ")).join(" ")}`],
    { env: { ...process.env, CHROME_PATH: executable }, maxBuffer: 1 << 26, timeout: 150000 });
  return JSON.parse(stdout);
}

const failed = (report, category) => report.categories[category].auditRefs.filter((ref) => ref.weight > 0 && report.audits[ref.id].score !== null && report.audits[ref.id].score < 1)
  .map((ref) => `${category}: ${ref.id}: ${report.audits[ref.id].title} ${report.audits[ref.id].displayValue ?? ""}`);

// What a page's speed is made of, whatever the machine: few bytes, one file that blocks, no shifts, a small tree.
function makings(report) {
  const audits = report.audits, bad = [];
  const most = (id, limit) => { if (!(audits[id].numericValue <= limit)) bad.push(`${id}: ${audits[id].numericValue}, at most ${limit}`); };
  most("total-byte-weight", 60000);
  most("cumulative-layout-shift", 0.01);
  most("dom-size", 1500);
  const requests = audits["network-requests"].details.items.length;
  if (requests > 7) bad.push(`${requests} requests`);
  return bad;
}

async function judge(url) {
  let report = await run(url, "accessibility,best-practices,seo,performance"), best = report.categories.performance.score, index = report.environment.benchmarkIndex;
  const bad = ["accessibility", "best-practices", "seo"].flatMap((category) => (report.categories[category].score === 1 ? [] : [`${category} ${report.categories[category].score}`, ...failed(report, category)]));
  bad.push(...makings(report));
  for (let again = 0; again < 2 && best < 0.99; again++) {
    report = await run(url, "performance");
    best = Math.max(best, report.categories.performance.score);
    index = Math.max(index, report.environment.benchmarkIndex);
  }
  note(`${url}: performance ${best * 100}, benchmark index ${index}`);
  problems(bad);
}

export async function lighthouse(origin) {
  for (const path of ["/", "/programas/son-2011-difusion/", "/datos/metas/"])
    await check(`Lighthouse: ${path}`, () => judge(origin + path));
}
