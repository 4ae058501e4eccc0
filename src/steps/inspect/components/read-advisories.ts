import { Unzip, UnzipInflate } from 'fflate';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { type Advisory, advisoryShape } from './advisory.ts';
import { spelled } from './package-of.ts';

/** Bytes of one advisory that are read. */
const MOST_ONE = 8_000_000;

/** Advisories that concern one of the wanted packages, and how many there were in all. */
export interface ReadAdvisories {
  readonly advisories: readonly Advisory[];
  readonly ecosystems: readonly string[];
  readonly read: number;
  /** Day of the newest change in any of them. */
  readonly asOf: string | null;
}

/**
 * Reads advisories in the format of OSV: a zip of JSON files, as osv.dev gives for an ecosystem, or one JSON (one advisory or a list).
 * Only what names a wanted package (`npm/jquery`) is kept. Throws ADVISORIES_INVALID, also for a zip that is cut. Pure but for its stream.
 */
export async function readAdvisories(bytes: AsyncIterable<Uint8Array>, wanted: ReadonlySet<string>, path: string): Promise<ReadAdvisories> {
  const taken = new Taken(wanted);
  const unzip = new Unzip();
  unzip.register(UnzipInflate);
  const broken: string[] = [];
  let open = 0;
  let closed = false;
  unzip.onfile = (file) => {
    if (!file.name.endsWith('.json')) return;
    const parts: Uint8Array[] = [];
    let size = 0;
    open += 1;
    file.ondata = (error, chunk, final) => {
      if (error) broken.push(`${file.name}: ${error.message}`);
      size += chunk.length;
      if (size <= MOST_ONE) parts.push(chunk);
      if (!final) return;
      open -= 1;
      if (size > MOST_ONE) broken.push(`${file.name} is larger than ${MOST_ONE} bytes`);
      else taken.add(Buffer.concat(parts).toString(), file.name, broken);
    };
    file.start();
  };
  const whole: Uint8Array[] = [];
  let isZip: boolean | null = null;
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of bytes) {
      isZip ??= chunk[0] === 0x50 && chunk[1] === 0x4b;
      if (isZip) unzip.push(chunk);
      else whole.push(chunk);
      tail = Buffer.concat([tail, chunk]).subarray(-65_600);
    }
    // The list of contents stands at the end: without it the file is cut, whatever could be read.
    closed = isZip === true && tail.includes(Buffer.from('PK\u0005\u0006'));
    if (isZip === true && closed) unzip.push(new Uint8Array(0), true);
  } catch (thrown) {
    throw new ShopbellError('ADVISORIES_INVALID', { path, reason: messageOf(thrown) });
  }
  if (isZip === null) throw new ShopbellError('ADVISORIES_INVALID', { path, reason: 'it is empty' });
  if (isZip && (!closed || open > 0)) throw new ShopbellError('ADVISORIES_INVALID', { path, reason: 'the zip is cut off' });
  if (!isZip) taken.add(Buffer.concat(whole).toString(), path, broken);
  if (broken[0] !== undefined) throw new ShopbellError('ADVISORIES_INVALID', { path, reason: broken[0].slice(0, 200) });
  return taken.result();
}

interface RoughPackage {
  readonly package?: { readonly ecosystem?: unknown; readonly name?: unknown };
}
const roughShape = z.looseObject({
  id: z.string().min(1).max(200),
  modified: z.string().optional(),
  affected: z
    .custom<readonly RoughPackage[]>((value) => Array.isArray(value) && value.every((one) => typeof one === 'object' && one))
    .nullish(),
});

class Taken {
  private readonly kept: Advisory[] = [];
  private readonly ecosystems = new Set<string>();
  private read = 0;
  private asOf: string | null = null;
  private readonly wanted: ReadonlySet<string>;

  constructor(wanted: ReadonlySet<string>) {
    this.wanted = wanted;
  }

  add(text: string, name: string, broken: string[]): void {
    try {
      const parsed: unknown = JSON.parse(text);
      for (const one of Array.isArray(parsed) ? parsed : [parsed]) this.take(roughShape.parse(one));
    } catch {
      broken.push(`${name} is no advisory in the format of OSV`);
    }
  }

  /** Hundreds of thousands name nothing that is wanted: only those that do are read whole. */
  private take(advisory: z.output<typeof roughShape>): void {
    this.read += 1;
    const day = advisory.modified?.slice(0, 10) ?? null;
    if (day !== null && /^\d{4}-\d\d-\d\d$/.test(day) && (this.asOf === null || day > this.asOf)) this.asOf = day;
    const names = (advisory.affected ?? []).flatMap(({ package: named }) => {
      if (typeof named?.ecosystem !== 'string' || typeof named.name !== 'string') return [];
      const ecosystem = named.ecosystem.split(':')[0] ?? '';
      this.ecosystems.add(ecosystem);
      return [`${ecosystem}/${spelled(ecosystem, named.name)}`];
    });
    if (names.some((name) => this.wanted.has(name))) this.kept.push(advisoryShape.parse(advisory));
  }

  result(): ReadAdvisories {
    return { advisories: this.kept, ecosystems: [...this.ecosystems].sort(), read: this.read, asOf: this.asOf };
  }
}
