export interface TdsLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly app: string;
  readonly isReadOnly: boolean;
}

export interface TdsStatement {
  readonly text: string;
  /** `name type`, as they are declared. */
  readonly declared: string;
  /** Values that are times without a zone, as ISO text. */
  readonly times: readonly string[];
}

/** A LOGIN7 message (MS-TDS 2.2.6.4). */
export function readLogin(body: Buffer): TdsLogin {
  const text = (at: number) => body.subarray(body.readUInt16LE(at), body.readUInt16LE(at) + 2 * body.readUInt16LE(at + 2));
  const swap = (byte: number) => ((byte & 0x0f) << 4) | (byte >> 4);
  return {
    user: text(40).toString('utf16le'),
    password: Buffer.from(text(44).map((byte) => swap(byte ^ 0xa5))).toString('utf16le'),
    app: text(48).toString('utf16le'),
    database: text(68).toString('utf16le'),
    isReadOnly: ((body[26] ?? 0) & 0x20) !== 0,
  };
}

/** A batch, or a call of sp_executesql with its text, its declarations and its values (2.2.6.6, 2.2.6.7). */
export function readStatement(isCall: boolean, body: Buffer): TdsStatement {
  let at = body.readUInt32LE(0);
  if (!isCall) return { text: body.subarray(at).toString('utf16le'), declared: '', times: [] };
  const texts: string[] = [];
  const times: string[] = [];
  if (body.readUInt16LE(at) !== 0xffff || body.readUInt16LE(at + 2) !== 10) throw new Error('it calls no sp_executesql');
  at += 6;
  while (at < body.length) {
    at += 2 + 2 * (body[at] ?? 0);
    const type = body[at];
    if (type === 0xe7) {
      const [text, length] = readText(body, at + 1);
      texts.push(text);
      at += 1 + length;
    } else if (type === 0x2a) {
      times.push(readTime(body.subarray(at + 3, at + 3 + (body[at + 2] ?? 0))));
      at += 3 + (body[at + 2] ?? 0);
    } else throw new Error(`a value of the type ${type} is not read here`);
  }
  return { text: texts[0] ?? '', declared: texts[1] ?? '', times };
}

/** Type, collation and value of an nvarchar: short, or in parts where it may be long. Returns its text and how many bytes that was. */
function readText(body: Buffer, from: number): [string, number] {
  const isLong = body.readUInt16LE(from) === 0xffff;
  let at = from + 7;
  if (!isLong) {
    const length = body.readUInt16LE(at);
    return [body.subarray(at + 2, at + 2 + length).toString('utf16le'), at + 2 + length - from];
  }
  at += 8;
  const parts: Buffer[] = [];
  for (let length = body.readUInt32LE(at); length > 0; length = body.readUInt32LE(at)) {
    parts.push(body.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return [Buffer.concat(parts).toString('utf16le'), at + 4 - from];
}

/** Hundred-nanoseconds of the day, then days since the year 1. */
function readTime(value: Buffer): string {
  const day = value.readUIntLE(5, 3);
  return new Date(Date.UTC(1970, 0, 1 + day - 719_162) + value.readUIntLE(0, 5) / 10_000).toISOString().slice(0, -1);
}
