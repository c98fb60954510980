import { LoadStream } from "../../../tasks/data/connection/load-rows";
import type { Session } from "../../../tasks/data/connection/session";
import { mark, type Person, person } from "./people";
import { createStatement, shopTables } from "./tables";

/** How large a shop is. One is 500,000 customers, a million orders and three million catalogue values: about 2.5 GB. */
export interface ShopSize {
	customers: number;
	orders: number;
	quotes: number;
	products: number;
}

export const sizeOf = (scale: number): ShopSize => ({
	customers: Math.ceil(500_000 * scale),
	orders: Math.ceil(1_000_000 * scale),
	quotes: Math.ceil(500_000 * scale),
	products: Math.ceil(100_000 * scale),
});

type Row = Record<string, string | number | null>;

const adjectives = "soft warm light dark smooth rough slim wide short long fine coarse plain bright matte glossy".split(
	" ",
);
const nouns =
	"cotton jacket bottle lamp table chair shelf basket kettle towel pillow carpet mirror drawer bench candle".split(" ");

const phrase = (seed: number, words: number) =>
	Array.from({ length: words }, (_, i) => (i % 2 === 0 ? adjectives : nouns)[(seed * (i + 3) + i * 7) % 16]).join(" ");
const time = (seed: number) =>
	new Date(Date.UTC(2022, 0, 1) + (seed % 1400) * 86_400_000 + (seed % 86_400) * 1000)
		.toISOString()
		.slice(0, 19)
		.replace("T", " ");
const money = (seed: number) => `${10 + (seed % 490)}.${String(seed % 100).padStart(2, "0")}00`;

/** Makes the tables of a shop in a schema that is in use and fills them. */
export async function fillShop(session: Session, size: ShopSize): Promise<void> {
	await session.query("SET SESSION foreign_key_checks = 0, SESSION unique_checks = 0, SESSION sql_mode = ''");
	for (const table of shopTables) await session.query(createStatement(table));
	const guest = (order: number) => order % 4 === 0;
	const buyer = (order: number): Person => person(guest(order) ? size.customers + order : 1 + (order % size.customers));
	const customerId = (order: number) => (guest(order) ? null : 1 + (order % size.customers));

	await insert(session, "store", 3, (n) => ({
		store_id: n - 1,
		code: ["admin", "default", "de"][n - 1],
		name: `Store ${n}`,
	}));
	await insert(session, "eav_attribute", 40, (n) => ({
		attribute_id: n,
		entity_type_id: n > 30 ? 1 : 4,
		attribute_code: n === 31 ? "nickname_of_pet" : `attribute_${n}`,
	}));
	const settings: [string, string][] = [
		["web/unsecure/base_url", "https://shop.example/"],
		["payment/provider/secret_key", `${mark}-secret`],
		["catalog/seo/title_separator", "-"],
		["trans_email/ident_general/email", `${mark}@${mark}shop.org`],
		["unknown/extension/setting", `${mark}`],
	];
	await insert(session, "core_config_data", settings.length, (n) => ({
		config_id: n,
		scope: "default",
		scope_id: 0,
		path: settings[n - 1][0],
		value: settings[n - 1][1],
		updated_at: time(n),
	}));
	await insert(session, "cms_page", 20, (n) => ({
		page_id: n,
		title: phrase(n, 3),
		identifier: `page-${n}`,
		content: `<p>${phrase(n, 200)}</p>`,
	}));
	await insert(session, "admin_user", 5, (n) => {
		const { first, last, email } = person(9_000_000 + n);
		return {
			user_id: n,
			firstname: first,
			lastname: last.slice(0, 32),
			email,
			username: `${mark}admin${n}`,
			password: `${mark}hash`,
			extra: `{"${mark}":1}`,
		};
	});
	await insert(session, "customer_entity", size.customers, (n) => {
		const { first, last, email } = person(n);
		return {
			entity_id: n,
			website_id: 1,
			email,
			group_id: n % 4,
			increment_id: null,
			store_id: 1,
			created_at: time(n),
			updated_at: time(n + 1),
			is_active: 1,
			created_in: "Default Store View",
			prefix: n % 9 === 0 ? `Dr. ${mark}` : null,
			suffix: null,
			firstname: first,
			middlename: null,
			lastname: last,
			dob: n % 3 === 0 ? `19${50 + (n % 50)}-0${1 + (n % 9)}-1${n % 9}` : null,
			password_hash: `${mark}${n}:salt:2`,
			rp_token: null,
			default_billing: n,
			taxvat: n % 20 === 0 ? `DE${mark.toUpperCase()}${n}` : null,
			gender: n % 3,
		};
	});
	await insert(session, "customer_entity_varchar", Math.ceil(size.customers / 10), (n) => ({
		value_id: n,
		attribute_id: 31,
		entity_id: n,
		value: `${mark} pet ${n}`,
	}));
	await insert(session, "customer_address_entity", size.customers, (n) => {
		const { first, last, phone, street, city, postcode } = person(n);
		return {
			entity_id: n,
			parent_id: n,
			created_at: time(n),
			updated_at: time(n),
			city,
			company: n % 8 === 0 ? `${mark} Handel ${n}` : null,
			fax: null,
			postcode,
			region: `${mark}land`,
			vat_id: null,
			country_id: "DE",
			firstname: first,
			lastname: last,
			street,
			telephone: phone,
		};
	});
	await insert(session, "newsletter_subscriber", Math.ceil(size.customers / 2), (n) => ({
		subscriber_id: n,
		store_id: 1,
		customer_id: n,
		subscriber_email: person(n).email,
		subscriber_status: 1,
		subscriber_confirm_code: `${mark}${n}`,
	}));
	await insert(session, "sales_order", size.orders, (n) => {
		const { first, last, email, ip } = buyer(n);
		const amounts = Object.fromEntries(
			"base_discount_amount base_grand_total base_shipping_amount base_shipping_tax_amount base_subtotal base_tax_amount base_total_paid discount_amount grand_total shipping_amount shipping_tax_amount subtotal tax_amount total_paid total_qty_ordered base_subtotal_incl_tax subtotal_incl_tax weight"
				.split(" ")
				.map((name, i) => [name, money(n * (i + 1))]),
		);
		return {
			...amounts,
			entity_id: n,
			state: "complete",
			status: ["complete", "processing", "closed"][n % 3],
			protect_code: `${mark}${n}`,
			shipping_description: "Flat Rate - Fixed",
			store_id: 1,
			customer_id: customerId(n),
			customer_is_guest: guest(n) ? 1 : 0,
			billing_address_id: n * 2 - 1,
			shipping_address_id: n * 2,
			customer_group_id: 1,
			quote_id: 1 + (n % size.quotes),
			customer_dob: null,
			increment_id: String(100_000_000 + n),
			customer_email: email,
			customer_firstname: first,
			customer_lastname: last,
			base_currency_code: "EUR",
			global_currency_code: "EUR",
			order_currency_code: "EUR",
			store_currency_code: "EUR",
			remote_ip: ip,
			shipping_method: "flatrate_flatrate",
			store_name: "Main Website\nMain Website Store\nDefault Store View",
			x_forwarded_for: n % 2 === 0 ? `${ip}, 81.9.9.9` : null,
			customer_note: n % 33 === 0 ? `Bitte klingeln bei ${first} ${last}, ${mark}, Tel. ${person(n).phone}` : null,
			created_at: time(n),
			updated_at: time(n + 2),
			total_item_count: 1 + (n % 4),
		};
	});
	await insert(session, "sales_order_address", size.orders * 2, (n) => {
		const order = (n + 1) >> 1;
		const { first, last, email, phone, street, city, postcode } = buyer(order);
		return {
			entity_id: n,
			parent_id: order,
			customer_id: customerId(order),
			region: `${mark}land`,
			postcode,
			lastname: last,
			street,
			city,
			email,
			telephone: phone,
			country_id: "DE",
			firstname: first,
			address_type: n % 2 ? "billing" : "shipping",
			company: null,
			vat_id: null,
		};
	});
	await insert(session, "sales_order_payment", size.orders, (n) => ({
		entity_id: n,
		parent_id: n,
		amount_ordered: money(n),
		base_amount_ordered: money(n),
		method: "checkmo",
		cc_owner: n % 5 === 0 ? `${buyer(n).first} ${buyer(n).last}` : null,
		cc_last_4: n % 5 === 0 ? `${mark}1` : null,
		last_trans_id: `${mark}${n}`,
		additional_information: JSON.stringify({
			method_title: "Check",
			payer: `${buyer(n).first} ${buyer(n).last}`,
			[`${mark}`]: 1,
		}).replace(`"${mark}":1`, '"n":1'),
	}));
	await insert(session, "sales_order_grid", size.orders, (n) => {
		const { first, last, email, street, city, postcode } = buyer(n);
		const address = `${street.replace("\n", ",")},${city},${mark}land,${postcode}`;
		return {
			entity_id: n,
			status: ["complete", "processing", "closed"][n % 3],
			store_id: 1,
			store_name: "Main Website",
			customer_id: customerId(n),
			base_grand_total: money(n * 2),
			base_total_paid: money(n * 2),
			grand_total: money(n * 2),
			total_paid: money(n * 2),
			subtotal: money(n),
			increment_id: String(100_000_000 + n),
			shipping_name: `${first} ${last}`,
			billing_name: `${first} ${last}`,
			billing_address: address,
			shipping_address: address,
			shipping_information: "Flat Rate - Fixed",
			customer_email: email,
			customer_name: `${first} ${last}`,
			payment_method: "checkmo",
			created_at: time(n),
			updated_at: time(n + 2),
		};
	});
	await insert(session, "quote", size.quotes, (n) => {
		const { first, last, email, ip } = buyer(n);
		return {
			entity_id: n,
			store_id: 1,
			created_at: time(n),
			updated_at: time(n),
			is_active: n % 2,
			grand_total: money(n),
			base_grand_total: money(n),
			subtotal: money(n),
			base_subtotal: money(n),
			items_qty: 1 + (n % 5),
			customer_id: customerId(n),
			customer_email: email,
			customer_firstname: first,
			customer_lastname: last,
			customer_note: null,
			remote_ip: ip,
			ext_shipping_info: n % 10 === 0 ? JSON.stringify({ contact: { name: `${first} ${last}`, mail: email } }) : null,
		};
	});
	await insert(session, "quote_address", size.quotes * 2, (n) => {
		const quote = (n + 1) >> 1;
		const { first, last, email, phone, street, city, postcode } = buyer(quote);
		return {
			address_id: n,
			quote_id: quote,
			created_at: time(n),
			updated_at: time(n),
			customer_id: customerId(quote),
			address_type: n % 2 ? "billing" : "shipping",
			email,
			firstname: first,
			lastname: last,
			street,
			city,
			region: `${mark}land`,
			telephone: phone,
			postcode,
			country_id: "DE",
			weight: "1.0000",
			subtotal: money(n),
			base_subtotal: money(n),
			tax_amount: money(n),
			shipping_amount: money(n),
			grand_total: money(n),
			base_grand_total: money(n),
		};
	});
	await insert(session, "catalog_product_entity", size.products, (n) => ({
		entity_id: n,
		attribute_set_id: 4,
		type_id: "simple",
		sku: `SKU-${n}`,
		created_at: time(n),
		updated_at: time(n),
	}));
	await insert(session, "catalog_product_entity_varchar", size.products * 20, (n) => ({
		value_id: n,
		attribute_id: 1 + (n % 20),
		store_id: 0,
		entity_id: 1 + Math.floor((n - 1) / 20),
		value: `${phrase(n, 5)} ${n}`,
	}));
	await insert(session, "catalog_product_entity_text", size.products * 10, (n) => ({
		value_id: n,
		attribute_id: 1 + (n % 10),
		store_id: 0,
		entity_id: 1 + Math.floor((n - 1) / 10),
		value: `<p>${phrase(n, 40)}.</p>\n<p>${phrase(n + 1, 12)}</p>`,
	}));
	await insert(session, "url_rewrite", size.products * 5, (n) => ({
		url_rewrite_id: n,
		entity_type: "product",
		entity_id: 1 + (n % size.products),
		request_path: `${phrase(n, 3).replaceAll(" ", "-")}-${n}.html`,
		target_path: `catalog/product/view/id/${1 + (n % size.products)}`,
		redirect_type: 0,
		store_id: 1,
		metadata: null,
	}));
	await insert(session, "session", 10, (n) => ({
		session_id: `${mark}${n}`,
		session_expires: 1,
		session_data: `${mark} data`,
	}));
	await session.query(
		"ANALYZE TABLE customer_entity, customer_address_entity, sales_order, sales_order_address, quote_address",
	);
}

const special = /[\\\t\n]/g;

/** Loads rows 1 to `count`, as the function gives them. */
async function insert(session: Session, table: string, count: number, row: (n: number) => Row): Promise<void> {
	const names = Object.keys(row(1));
	await session.withSocket(async (socket) => {
		const stream = await LoadStream.begin(
			socket,
			`LOAD DATA LOCAL INFILE 'shop' INTO TABLE ${table} CHARACTER SET utf8mb4 (${names.join(", ")})`,
		);
		let lines: string[] = [];
		for (let n = 1; n <= count; n++) {
			const values = row(n);
			lines.push(names.map((name) => field(values[name])).join("\t"));
			if (lines.length < 1000 && n < count) continue;
			await stream.write(Buffer.from(`${lines.join("\n")}\n`));
			lines = [];
		}
		const { rows } = await stream.end();
		if (rows !== count) throw new Error(`${table}: ${rows} rows instead of ${count}`);
	});
}

function field(value: string | number | null | undefined): string {
	return value === null || value === undefined ? "\\N" : String(value).replace(special, "\\$&");
}
