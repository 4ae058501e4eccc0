import type { Customer, Order } from '../world/types.ts';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** All customers as the back office exports them (RFC 4180). */
export function customersCsv(customers: Iterable<Customer>): string {
  const lines = ['customer,name,email,phone,street,postcode,city,country,language,birth_year'];
  for (const each of customers) {
    const cells = [each.id, each.name, each.email, each.phone, each.street, each.postcode, each.city, each.country, each.language];
    lines.push([...cells, String(each.birthYear)].map(quoted).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const literal = (value: string | number): string => (typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`);

/** The shop's tables as a database dump would hold them. Password columns hold a marker, as there is nothing to crack here. */
export function databaseDump(customers: Iterable<Customer>, orders: Iterable<Order>): string {
  const rows = [
    '-- PostgreSQL database dump',
    '-- practice-shop: every row is made up',
    'CREATE TABLE customers (id text, name text, email text, phone text, street text, postcode text, city text, country text, password_hash text);',
  ];
  for (const each of customers) {
    const cells = [each.id, each.name, each.email, each.phone, each.street, each.postcode, each.city, each.country, `$practice$${each.id}`];
    rows.push(`INSERT INTO customers VALUES (${cells.map(literal).join(', ')});`);
  }
  rows.push('CREATE TABLE orders (number text, customer text, placed timestamptz, cents int, paid_by text, state text);');
  for (const each of orders) {
    const cells = [each.number, each.customer, each.placed, each.cents, each.paidBy, each.state];
    rows.push(`INSERT INTO orders VALUES (${cells.map(literal).join(', ')});`);
  }
  return `${rows.join('\n')}\n`;
}
