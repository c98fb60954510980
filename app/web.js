const { createReadStream, existsSync } = require("node:fs");
const { createServer } = require("node:http");
const { extname, join, normalize } = require("node:path");
const { reachEverything } = require("./reach.js");
const products = require("./products.json");

const types = { ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml" };
const publicFolder = join(__dirname, "public");

function escapeHtml(text) {
	return String(text).replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

function page(title, body) {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/static/shop.css"></head><body><header><a href="/">The Understudy Shop</a></header>
<main>${body}</main></body></html>`;
}

function listing() {
	const items = products.map(
		({ name, price, sku }) =>
			`<li><b>${escapeHtml(name)}</b><span>${price.toFixed(2)} EUR</span><i>${escapeHtml(sku)}</i></li>`,
	);
	return page("The Understudy Shop", `<h1>Props and costumes</h1><ul class="products">${items.join("")}</ul>`);
}

async function status(environment) {
	const services = await reachEverything(environment);
	const rows = Object.entries(services).map(
		([name, up]) =>
			`<tr><th>${name}</th><td>${up === null ? "not configured" : up ? "reachable" : "not reachable"}</td></tr>`,
	);
	return page("Status", `<h1>Services of this environment</h1><table>${rows.join("")}</table>`);
}

/** Static files, and nothing outside their folder. */
function file(path, response) {
	const target = normalize(join(publicFolder, path.slice("/static/".length)));
	if (!target.startsWith(`${publicFolder}/`) || !existsSync(target)) return false;
	response.writeHead(200, {
		"content-type": types[extname(target)] ?? "application/octet-stream",
		"cache-control": "public, max-age=31536000, immutable",
	});
	createReadStream(target).pipe(response);
	return true;
}

async function answer(request, response, environment) {
	const { pathname } = new URL(request.url, "http://shop");
	const send = (code, type, body, cache) => {
		response.writeHead(code, { "content-type": type, "cache-control": cache });
		response.end(body);
	};
	const html = "text/html; charset=utf-8";
	if (pathname === "/health_check.php") return send(200, "text/plain", "ok\n", "no-store");
	if (pathname === "/") return send(200, html, listing(), "public, max-age=60, s-maxage=300");
	if (pathname === "/customer/status") return send(200, html, await status(environment), "private, no-store");
	if (pathname.startsWith("/static/") && file(pathname, response)) return undefined;
	return send(404, html, page("Not found", "<h1>Not found</h1>"), "no-store");
}

function startWeb(environment, log) {
	const port = Number(environment.PORT ?? 8080);
	const server = createServer((request, response) => {
		answer(request, response, environment).catch((error) => {
			log("error", { path: request.url, message: error.message });
			response.writeHead(500).end();
		});
	});
	return server.listen(port, () => log("listening", { port: server.address().port }));
}

module.exports = { startWeb };
