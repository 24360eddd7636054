// Test Anything Protocol for the browser tests: check(name, body) passes when the body ends without throwing; problems(list) throws when there are any.
let count = 0, failed = 0;

export async function check(name, body) {
  count++;
  try {
    await body();
    console.log(`ok ${count} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${count} - ${name}`);
    console.log(String(error?.stack ?? error).split("\n").filter((line) => !line.startsWith("[pid=")).slice(0, 40).join("\n").replace(/^/gm, "# "));
  }
}

export function problems(list) {
  if (list.length) throw `${list.slice(0, 20).join("\n")}${list.length > 20 ? `\n… ${list.length - 20} more` : ""}`;
}

export function equal(actual, expected, what) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value));
  if (a !== b) throw `${what}: ${a} instead of ${b}`;
}

export function note(text) {
  console.log(`# ${text}`);
}

export function done() {
  console.log(`1..${count}`);
  process.exitCode = failed ? 1 : 0;
}
