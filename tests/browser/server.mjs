// A static server on loopback, as a plain web host is one: folders by their index.html, text compressed, 404.html for what is not there.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
  ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".xml": "application/xml", ".atom": "application/atom+xml",
  ".txt": "text/plain; charset=utf-8", ".png": "image/png",
};

async function find(root, path) {
  const file = join(root, normalize(decodeURIComponent(path)), path.endsWith("/") ? "index.html" : "");
  try {
    return { status: 200, type: types[extname(file)] ?? "application/octet-stream", body: await readFile(file) };
  } catch {
    return { status: 404, type: types[".html"], body: await readFile(join(root, "404.html")) };
  }
}

// Serves the folder `root` below `prefix` ("/" or "/portal/"); gives { origin, close }. Port 0: any.
export async function serve(root, prefix = "/", port = 0) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://x").pathname;
    const found = path.startsWith(prefix) ? await find(root, path.slice(prefix.length - 1)) : { status: 404, type: "text/plain", body: Buffer.from("") };
    const headers = { "Content-Type": found.type, "Cache-Control": path.includes("/assets/") ? "max-age=31536000, immutable" : "no-cache" };

    if (/text|json|xml/.test(found.type) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      headers["Content-Encoding"] = "gzip";
      found.body = gzipSync(found.body);
    }
    response.writeHead(found.status, headers).end(found.body);
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
