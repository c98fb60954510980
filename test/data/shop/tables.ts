/**
 * The tables of a shop in the shape of Magento's: its names, types and keys, as many columns as make the rows as wide as
 * real ones. Columns are written `name type`; NULL unless the type says otherwise.
 */
export interface ShopTable {
	name: string;
	columns: string[];
	keys: string[];
}

const money = (names: string) => names.split(" ").map((name) => `${name} decimal(20,4)`);
const text = (length: number, names: string) => names.split(" ").map((name) => `${name} varchar(${length})`);
const whole = (names: string) => names.split(" ").map((name) => `${name} int`);
const id = (name = "entity_id") => `${name} int unsigned NOT NULL AUTO_INCREMENT`;
const times = [
	"created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP",
	"updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
];
const value = (type: string) => [
	"value_id int NOT NULL AUTO_INCREMENT",
	"attribute_id smallint unsigned NOT NULL DEFAULT 0",
	"store_id smallint unsigned NOT NULL DEFAULT 0",
	"entity_id int unsigned NOT NULL DEFAULT 0",
	`value ${type}`,
];
const references = (name: string, column: string, table: string, key: string, onDelete = "CASCADE") =>
	`CONSTRAINT ${name} FOREIGN KEY (${column}) REFERENCES ${table} (${key}) ON DELETE ${onDelete}`;

export const shopTables: ShopTable[] = [
	{
		name: "store",
		columns: ["store_id smallint unsigned NOT NULL", "code varchar(32)", "name varchar(255) NOT NULL"],
		keys: ["PRIMARY KEY (store_id)", "UNIQUE KEY STORE_CODE (code)"],
	},
	{
		name: "eav_attribute",
		columns: [
			"attribute_id smallint unsigned NOT NULL AUTO_INCREMENT",
			"entity_type_id smallint unsigned NOT NULL DEFAULT 0",
			"attribute_code varchar(255) NOT NULL",
		],
		keys: ["PRIMARY KEY (attribute_id)", "UNIQUE KEY EAV_ATTRIBUTE_CODE (entity_type_id, attribute_code)"],
	},
	{
		name: "core_config_data",
		columns: [
			id("config_id"),
			"scope varchar(8) NOT NULL DEFAULT 'default'",
			"scope_id int NOT NULL DEFAULT 0",
			"path varchar(255) NOT NULL DEFAULT 'general'",
			"value text",
			times[1],
		],
		keys: ["PRIMARY KEY (config_id)", "UNIQUE KEY CORE_CONFIG_DATA_PATH (scope, scope_id, path)"],
	},
	{
		name: "cms_page",
		columns: [
			"page_id smallint NOT NULL AUTO_INCREMENT",
			...text(255, "title"),
			"identifier varchar(100)",
			"content mediumtext",
		],
		keys: ["PRIMARY KEY (page_id)", "KEY CMS_PAGE_IDENTIFIER (identifier)"],
	},
	{
		name: "admin_user",
		columns: [
			id("user_id"),
			...text(32, "firstname lastname"),
			"email varchar(128)",
			"username varchar(40)",
			"password varchar(255) NOT NULL",
			"extra text",
		],
		keys: ["PRIMARY KEY (user_id)", "UNIQUE KEY ADMIN_USER_USERNAME (username)"],
	},
	{
		name: "customer_entity",
		columns: [
			id(),
			"website_id smallint unsigned",
			"email varchar(255)",
			"group_id smallint unsigned NOT NULL DEFAULT 0",
			...text(50, "increment_id"),
			"store_id smallint unsigned DEFAULT 0",
			...times,
			"is_active smallint unsigned NOT NULL DEFAULT 1",
			...text(255, "created_in"),
			...text(40, "prefix suffix"),
			...text(255, "firstname middlename lastname"),
			"dob date",
			...text(128, "password_hash rp_token"),
			"default_billing int unsigned",
			...text(50, "taxvat"),
			"gender smallint unsigned",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"UNIQUE KEY CUSTOMER_ENTITY_EMAIL_WEBSITE_ID (email, website_id)",
			"KEY CUSTOMER_ENTITY_STORE_ID (store_id)",
			"KEY CUSTOMER_ENTITY_WEBSITE_ID (website_id)",
			"KEY CUSTOMER_ENTITY_FIRSTNAME (firstname)",
			"KEY CUSTOMER_ENTITY_LASTNAME (lastname)",
			references("CUSTOMER_STORE", "store_id", "store", "store_id", "SET NULL"),
		],
	},
	{
		name: "customer_entity_varchar",
		columns: value("varchar(255)").filter((column) => !column.startsWith("store_id")),
		keys: [
			"PRIMARY KEY (value_id)",
			"UNIQUE KEY CUSTOMER_ENTITY_VARCHAR_ENTITY_ID_ATTRIBUTE_ID (entity_id, attribute_id)",
			"KEY CUSTOMER_ENTITY_VARCHAR_ATTRIBUTE_ID (attribute_id)",
			references("CUSTOMER_VARCHAR_ENTITY", "entity_id", "customer_entity", "entity_id"),
			references("CUSTOMER_VARCHAR_ATTRIBUTE", "attribute_id", "eav_attribute", "attribute_id"),
		],
	},
	{
		name: "customer_address_entity",
		columns: [
			id(),
			"parent_id int unsigned",
			...times,
			"city varchar(255) NOT NULL",
			...text(255, "company fax postcode region vat_id"),
			"country_id varchar(255) NOT NULL",
			"firstname varchar(255) NOT NULL",
			"lastname varchar(255) NOT NULL",
			"street text NOT NULL",
			"telephone varchar(255) NOT NULL",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"KEY CUSTOMER_ADDRESS_ENTITY_PARENT_ID (parent_id)",
			references("CUSTOMER_ADDRESS_CUSTOMER", "parent_id", "customer_entity", "entity_id"),
		],
	},
	{
		name: "newsletter_subscriber",
		columns: [
			id("subscriber_id"),
			"store_id smallint unsigned DEFAULT 0",
			"customer_id int unsigned NOT NULL DEFAULT 0",
			...text(150, "subscriber_email"),
			"subscriber_status int NOT NULL DEFAULT 0",
			...text(32, "subscriber_confirm_code"),
		],
		keys: [
			"PRIMARY KEY (subscriber_id)",
			"KEY NEWSLETTER_SUBSCRIBER_CUSTOMER_ID (customer_id)",
			"KEY NEWSLETTER_SUBSCRIBER_SUBSCRIBER_EMAIL (subscriber_email)",
		],
	},
	{
		name: "sales_order",
		columns: [
			id(),
			...text(32, "state status"),
			...text(255, "coupon_code protect_code shipping_description"),
			"store_id smallint unsigned",
			"customer_id int unsigned",
			...money(
				"base_discount_amount base_grand_total base_shipping_amount base_shipping_tax_amount base_subtotal base_tax_amount base_total_paid discount_amount grand_total shipping_amount shipping_tax_amount subtotal subtotal_canceled tax_amount total_paid total_qty_ordered base_subtotal_incl_tax base_total_due subtotal_incl_tax total_due weight base_to_global_rate base_to_order_rate store_to_base_rate store_to_order_rate",
			),
			"customer_is_guest smallint unsigned",
			...whole("billing_address_id customer_group_id quote_id shipping_address_id"),
			"customer_dob datetime",
			...text(50, "increment_id"),
			...text(128, "applied_rule_ids customer_email customer_firstname customer_lastname customer_middlename"),
			...text(32, "customer_prefix customer_taxvat ext_order_id"),
			...text(3, "base_currency_code global_currency_code order_currency_code store_currency_code"),
			...text(45, "remote_ip"),
			...text(120, "shipping_method"),
			...text(255, "store_name x_forwarded_for"),
			"customer_note text",
			...times,
			"total_item_count smallint unsigned NOT NULL DEFAULT 0",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"UNIQUE KEY SALES_ORDER_INCREMENT_ID_STORE_ID (increment_id, store_id)",
			...["status", "state", "store_id", "created_at", "customer_id", "ext_order_id", "quote_id", "updated_at"].map(
				(column) => `KEY SALES_ORDER_${column.toUpperCase()} (${column})`,
			),
			"KEY SALES_ORDER_STORE_ID_STATE_CREATED_AT (store_id, state, created_at)",
			references("SALES_ORDER_CUSTOMER", "customer_id", "customer_entity", "entity_id", "SET NULL"),
			references("SALES_ORDER_STORE", "store_id", "store", "store_id", "SET NULL"),
		],
	},
	{
		name: "sales_order_address",
		columns: [
			id(),
			"parent_id int unsigned",
			...whole("customer_address_id region_id customer_id"),
			...text(255, "region postcode lastname street city email telephone"),
			"country_id varchar(2)",
			...text(255, "firstname address_type company"),
			"vat_id text",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"KEY SALES_ORDER_ADDRESS_PARENT_ID (parent_id)",
			references("SALES_ORDER_ADDRESS_ORDER", "parent_id", "sales_order", "entity_id"),
		],
	},
	{
		name: "sales_order_payment",
		columns: [
			id(),
			"parent_id int unsigned NOT NULL",
			...money("amount_ordered base_amount_ordered"),
			...text(128, "method cc_owner"),
			...text(100, "cc_last_4"),
			...text(255, "last_trans_id"),
			"additional_information text",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"KEY SALES_ORDER_PAYMENT_PARENT_ID (parent_id)",
			references("SALES_ORDER_PAYMENT_ORDER", "parent_id", "sales_order", "entity_id"),
		],
	},
	{
		name: "sales_order_grid",
		columns: [
			"entity_id int unsigned NOT NULL",
			...text(32, "status"),
			"store_id smallint unsigned",
			...text(255, "store_name"),
			"customer_id int unsigned",
			...money("base_grand_total base_total_paid grand_total total_paid subtotal"),
			...text(50, "increment_id"),
			...text(
				255,
				"shipping_name billing_name billing_address shipping_address shipping_information customer_email customer_name payment_method",
			),
			"created_at timestamp NULL",
			"updated_at timestamp NULL",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"UNIQUE KEY SALES_ORDER_GRID_INCREMENT_ID_STORE_ID (increment_id, store_id)",
			...[
				"status",
				"store_id",
				"base_grand_total",
				"base_total_paid",
				"grand_total",
				"total_paid",
				"shipping_name",
				"billing_name",
				"created_at",
				"customer_id",
				"updated_at",
			].map((column) => `KEY SALES_ORDER_GRID_${column.toUpperCase()} (${column})`),
			"FULLTEXT KEY FTI_GRID (increment_id, billing_name, shipping_name, shipping_address, billing_address, customer_name, customer_email)",
		],
	},
	{
		name: "quote",
		columns: [
			id(),
			"store_id smallint unsigned NOT NULL DEFAULT 0",
			...times,
			"is_active smallint unsigned DEFAULT 1",
			...money("grand_total base_grand_total subtotal base_subtotal items_qty"),
			"customer_id int unsigned",
			...text(255, "customer_email customer_firstname customer_lastname customer_taxvat"),
			"customer_note text",
			...text(45, "remote_ip"),
			"ext_shipping_info text",
		],
		keys: [
			"PRIMARY KEY (entity_id)",
			"KEY QUOTE_CUSTOMER_ID_STORE_ID_IS_ACTIVE (customer_id, store_id, is_active)",
			"KEY QUOTE_STORE_ID_UPDATED_AT (store_id, updated_at)",
			references("QUOTE_STORE", "store_id", "store", "store_id"),
		],
	},
	{
		name: "quote_address",
		columns: [
			id("address_id"),
			"quote_id int unsigned NOT NULL DEFAULT 0",
			...times,
			"customer_id int unsigned",
			...text(10, "address_type"),
			...text(255, "email firstname lastname company street city region telephone"),
			...text(20, "postcode"),
			...text(30, "country_id"),
			...money("weight subtotal base_subtotal tax_amount shipping_amount grand_total base_grand_total"),
		],
		keys: [
			"PRIMARY KEY (address_id)",
			"KEY QUOTE_ADDRESS_QUOTE_ID (quote_id)",
			references("QUOTE_ADDRESS_QUOTE", "quote_id", "quote", "entity_id"),
		],
	},
	{
		name: "catalog_product_entity",
		columns: [
			id(),
			"attribute_set_id smallint unsigned NOT NULL DEFAULT 0",
			"type_id varchar(32) NOT NULL DEFAULT 'simple'",
			"sku varchar(64) NOT NULL",
			...times,
		],
		keys: ["PRIMARY KEY (entity_id)", "KEY CATALOG_PRODUCT_ENTITY_SKU (sku)"],
	},
	...(["varchar", "text"] as const).map((kind) => ({
		name: `catalog_product_entity_${kind}`,
		columns: value(kind === "text" ? "mediumtext" : "varchar(255)"),
		keys: [
			"PRIMARY KEY (value_id)",
			`UNIQUE KEY CATALOG_PRODUCT_ENTITY_${kind.toUpperCase()}_UNIQUE (entity_id, attribute_id, store_id)`,
			`KEY CATALOG_PRODUCT_ENTITY_${kind.toUpperCase()}_ATTRIBUTE_ID (attribute_id)`,
			`KEY CATALOG_PRODUCT_ENTITY_${kind.toUpperCase()}_STORE_ID (store_id)`,
			references(`PRODUCT_${kind.toUpperCase()}_ENTITY`, "entity_id", "catalog_product_entity", "entity_id"),
			references(`PRODUCT_${kind.toUpperCase()}_STORE`, "store_id", "store", "store_id"),
		],
	})),
	{
		name: "url_rewrite",
		columns: [
			id("url_rewrite_id"),
			"entity_type varchar(32) NOT NULL",
			"entity_id int unsigned NOT NULL",
			...text(255, "request_path target_path"),
			"redirect_type smallint unsigned NOT NULL DEFAULT 0",
			"store_id smallint unsigned NOT NULL",
			...text(255, "metadata"),
		],
		keys: [
			"PRIMARY KEY (url_rewrite_id)",
			"UNIQUE KEY URL_REWRITE_REQUEST_PATH_STORE_ID (request_path, store_id)",
			"KEY URL_REWRITE_TARGET_PATH (target_path)",
			"KEY URL_REWRITE_STORE_ID_ENTITY_ID (store_id, entity_id)",
		],
	},
	{
		name: "session",
		columns: [
			"session_id varchar(255) NOT NULL",
			"session_expires int unsigned NOT NULL DEFAULT 0",
			"session_data mediumblob NOT NULL",
		],
		keys: ["PRIMARY KEY (session_id)"],
	},
];

export function createStatement({ name, columns, keys }: ShopTable, withReferences = true): string {
	const clauses = [...columns, ...keys.filter((key) => withReferences || !key.startsWith("CONSTRAINT"))];
	return `CREATE TABLE ${name} (${clauses.join(", ")}) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci`;
}
