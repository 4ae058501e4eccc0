import { createHash } from 'node:crypto';
import { sightedValue } from '#kernel/hashed.ts';
import { findPersonalData } from '../find-personal-data.ts';
import { findInAnswer, findInMessage, type OwnValues, type SeenAnswer, type Shown } from './find-in-answer.ts';
import { registeredDomain } from './is-nobodys.ts';
import { routeOfAddress } from './route-of-address.ts';
import { MOST_SEEN } from './take-apart.ts';

/** What stood where it does not belong. `value` is in the clear, only to be hashed. */
export interface Seen extends Shown {
  readonly at: Date;
  readonly route: string;
}

/** A row of `sightings`. */
export type SeenRow = Readonly<Record<string, string | number | Date>>;

export interface EyeMeans {
  now(): Date;
  /** Addresses of the shop, and texts with its mailboxes and numbers. */
  readonly own: readonly string[];
  /** What the owner declared for tests, in the clear: mailboxes, secrets of a check. */
  readonly declared: readonly string[];
}

export interface Eye {
  /** What is sent: whatever stands in it is ours, and no find in an answer. */
  send(text: string): void;
  /** Looks through an answer. Returns what was not told before today; nothing of the answer is kept. */
  see(answer: SeenAnswer): readonly Seen[];
  /** Looks through a message that waits in a queue. */
  peek(message: { readonly queue: string; readonly column: string; readonly text: string }): readonly Seen[];
  /** Whether an address is the shop's own, or below its domain. */
  isShops(url: string): boolean;
}

const MOST_OWN = 2_000;
const MOST_TOLD = 5_000;
const MOST_SENT = 16_384;

/** Looks at what one check or one inspection is answered. An answer that is the same as the last one at its address is not looked at again. */
export function openEye(means: EyeMeans): Eye {
  const own = ownOf(means);
  const last = new Map<string, string>();
  const told = new Set<string>();
  let day = '';
  const newOf = (all: readonly Shown[], under: string, route: string, at: Date): Seen[] =>
    all.flatMap((shown) => {
      const seen = { ...shown, field: `${under}.${shown.field}`.slice(0, 120), route, at };
      const key = digestOf(JSON.stringify([seen.kind, seen.field, route, sightedValue(seen.kind, seen.value).text]));
      if (told.has(key)) return [];
      told.add(key);
      return [seen];
    });
  /** Whether a text is what was seen last there; at the turn of a day everything is new. */
  const isKnown = (at: Date, where: string, text: string): boolean => {
    const today = at.toISOString().slice(0, 10);
    if (today !== day || told.size > MOST_TOLD || last.size > MOST_TOLD) {
      told.clear();
      last.clear();
      day = today;
    }
    const digest = digestOf(text.slice(0, MOST_SEEN));
    if (last.get(where) === digest) return true;
    last.set(where, digest);
    return false;
  };
  return {
    send: (text) => own.add(text.slice(0, MOST_SENT)),
    isShops: (url) => own.domains.has(registeredDomain(URL.parse(url)?.hostname ?? '')),
    see(answer) {
      const at = means.now();
      if (isKnown(at, answer.url, answer.body)) return [];
      return newOf(findInAnswer(answer, own), 'answer', `${answer.method} ${routeOfAddress(answer.url)}`, at);
    },
    peek: ({ queue, column, text }) => newOf(findInMessage(text, column, own), 'queue', queueName(queue), means.now()),
  };
}

/** The name of a queue or a piece of work, without what names one record. */
function queueName(queue: string): string {
  const name = queue.slice(0, 120).replace(/\d{4,}|[\da-f]{12,}/gi, '{n}');
  return findPersonalData(name, 1).length === 0 ? name : '{n}';
}

/** As it is stored: `mac` is a keyed hash of the organisation, `source` who looked. Pure. */
export function rowOfSeen(
  { shop, source, mac }: { readonly shop: string; readonly source: string; mac(purpose: string, text: string): string },
  { kind, value, field, route, at, confidence }: Seen,
): SeenRow {
  const { purpose, text } = sightedValue(kind, value);
  const where = { shop_id: shop, source_id: source, at, received_at: at, route, file_id: '', file_offset: 0 };
  return { ...where, kind, field, value_hash: mac(purpose, text), confidence, times: 1 };
}

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

function ownOf({ own, declared }: EyeMeans): OwnValues & { add(text: string): void } {
  const values = new Set<string>();
  const secrets = declared.filter((one) => one.length >= 4).map((one) => plainOf(one));
  const domains = new Set<string>();
  let isSomebody = false;
  const add = (text: string, isPerson: boolean): void => {
    for (const { kind, from, to } of findPersonalData(text, 1)) {
      if (values.size >= MOST_OWN) return;
      values.add(sightedValue(kind, text.slice(from, to)).text);
      if (kind === 'email' && isPerson) isSomebody = true;
    }
  };
  for (const one of own) {
    const host = URL.parse(one)?.hostname ?? '';
    if (host === '') add(one, false);
    else domains.add(registeredDomain(host));
  }
  for (const one of declared) add(one, true);
  return {
    domains,
    has: (plain) => values.has(plain) || secrets.some((one) => one === plain.slice(plain.indexOf('\n') + 1).toLowerCase()),
    add: (text) => add(decodedForm(text), true),
    get isSomebody() {
      return isSomebody;
    },
  };
}

function plainOf(text: string): string {
  return text.toLowerCase().replace(/[\s().+-]/g, '');
}

/** Forms and addresses carry a mailbox as `anna%40mail.example`. */
function decodedForm(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
