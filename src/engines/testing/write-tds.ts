export type TdsAnswer =
  | { readonly columns: readonly TdsColumn[]; readonly rows: readonly (readonly (number | string | Date | null)[])[] }
  | { readonly error: number; readonly message: string };

interface TdsColumn {
  readonly name: string;
  readonly type: 'int' | 'nvarchar' | 'datetime2' | 'datetimeoffset';
}

const MOST = 4_000;
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const wide = (text: string) => Buffer.from(text, 'utf16le');
const short = (text: string) => Buffer.concat([Buffer.from([text.length]), wide(text)]);
const token = (type: number, body: Buffer) => Buffer.concat([Buffer.from([type]), u16(body.length), body]);

/** Cuts an answer into packets (MS-TDS 2.2.3). */
export function packetsOf(body: Buffer): Buffer {
  const packets: Buffer[] = [];
  for (let at = 0; at === 0 || at < body.length; at += MOST) {
    const part = body.subarray(at, at + MOST);
    const head = Buffer.from([0x04, at + MOST >= body.length ? 1 : 0, 0, 0, 0, 0, 1, 0]);
    head.writeUInt16BE(part.length + 8, 2);
    packets.push(head, part);
  }
  return Buffer.concat(packets);
}

/** Version 16, no encryption (2.2.6.5). */
export const prelogin = Buffer.from([0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 16, 0, 0, 0, 0, 0, 2]);

export const loginAck = token(
  0xad,
  Buffer.concat([Buffer.from([1, 0x74, 0, 0, 4]), short('Microsoft SQL Server'), Buffer.from([16, 0, 0, 0])]),
);

/** DONE (2.2.7.6). */
export function done(rows: number, status = 0): Buffer {
  return Buffer.concat([Buffer.from([0xfd]), u16(status), u16(0), u32(rows), u32(0)]);
}

/** A transaction that begins or ends, or the server to go to (2.2.7.9). */
export function envChange(what: boolean | { readonly host: string; readonly port: number }): Buffer {
  const descriptor = Buffer.from([8, 1, 0, 0, 0, 0, 0, 0, 0]);
  if (what === true) return token(0xe3, Buffer.concat([Buffer.from([8]), descriptor, Buffer.from([0])]));
  if (what === false) return token(0xe3, Buffer.concat([Buffer.from([10, 0]), descriptor]));
  const route = Buffer.concat([Buffer.from([0]), u16(what.port), u16(what.host.length), wide(what.host)]);
  return token(0xe3, Buffer.concat([Buffer.from([20]), u16(route.length), route, u16(0)]));
}

/** ERROR (2.2.7.10). */
export function failure({ error, message }: { readonly error: number; readonly message: string }): Buffer {
  const words = Buffer.concat([u16(message.length), wide(message), short('test'), short(''), u32(1)]);
  return token(0xaa, Buffer.concat([u32(error), Buffer.from([1, 14]), words]));
}

/** COLMETADATA and rows (2.2.7.4, 2.2.7.19). */
export function table({ columns, rows }: Extract<TdsAnswer, { columns: unknown }>): Buffer {
  const heads = columns.map(({ name, type }) => Buffer.concat([u32(0), u16(1), TYPES[type], short(name)]));
  const lines = rows.map((row) =>
    Buffer.concat([Buffer.from([0xd1]), ...row.map((value, nth) => write(columns[nth]?.type ?? 'int', value))]),
  );
  return Buffer.concat([Buffer.from([0x81]), u16(columns.length), ...heads, ...lines]);
}

const TYPES = {
  int: Buffer.from([0x26, 4]),
  nvarchar: Buffer.concat([Buffer.from([0xe7]), u16(8_000), COLLATION]),
  datetime2: Buffer.from([0x2a, 7]),
  datetimeoffset: Buffer.from([0x2b, 7]),
} as const;

function write(type: TdsColumn['type'], value: number | string | Date | null): Buffer {
  if (value === null) return type === 'nvarchar' ? u16(0xffff) : Buffer.from([0]);
  if (typeof value === 'string') return Buffer.concat([u16(2 * value.length), wide(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.from([4, 0, 0, 0, 0]);
    bytes.writeInt32LE(value, 1);
    return bytes;
  }
  const bytes = Buffer.alloc(type === 'datetime2' ? 9 : 11);
  const day = Math.floor(value.getTime() / 86_400_000);
  bytes[0] = bytes.length - 1;
  bytes.writeUIntLE((value.getTime() - day * 86_400_000) * 10_000, 1, 5);
  bytes.writeUIntLE(day + 719_162, 6, 3);
  if (type === 'datetimeoffset') bytes.writeInt16LE(120, 9);
  return bytes;
}
