import type { OrderLook, Shown } from '../../account-look.ts';
import type { Got } from '../../inspection.ts';
import type { Outside } from '../collect-options.ts';
import { type OwnOrder, shapeOf, signIn } from './look-signed-in.ts';
import { linesOf } from './read-page.ts';
import type { TestAccount } from './test-accounts.ts';
import { open, type Visit, type VisitWish, visit } from './visit.ts';

interface OrderWish {
  readonly signIn: string;
  readonly orders: readonly OwnOrder[];
  readonly second: TestAccount | null;
}

/** Asks the test account’s own orders, and no others, without a session and as the owner’s second test account. */
export async function lookAtOrders(outside: Pick<Outside, 'browser'>, wish: VisitWish, asked: OrderWish): Promise<OrderLook[]> {
  const { orders, second } = asked;
  const asStranger = await visit(outside, wish, async (there) => ({ kind: 'got', value: await readAll(there, wish, orders) }));
  const asOther =
    second === null
      ? null
      : await visit(outside, wish, async (there) => {
          const signed = await signIn(there, wish, asked.signIn, second);
          if (signed.kind === 'unknown') return { kind: 'unknown', reason: `Second test account: ${signed.reason}` };
          return { kind: 'got', value: await readAll(there, wish, orders) };
        });
  return orders.map(({ url }, nth) => ({
    shape: shapeOf(url),
    id: idOf(url),
    stranger: at(asStranger, nth),
    other: asOther === null ? null : at(asOther, nth),
  }));
}

function at(all: Got<readonly Shown[]>, nth: number): Got<Shown> {
  if (all.kind === 'unknown') return all;
  const shown = all.value[nth];
  return shown ? { kind: 'got', value: shown } : { kind: 'unknown', reason: 'The order was not asked.' };
}

async function readAll({ page }: Visit, wish: VisitWish, orders: readonly OwnOrder[]): Promise<Shown[]> {
  const all: Shown[] = [];
  for (const { url, lines } of orders) {
    const answer = await open(page, wish, url);
    const seen = new Set(await linesOf(page));
    const share = lines.filter((line) => seen.has(line)).length / lines.length;
    all.push({ status: answer?.status() ?? 0, share: Math.round(share * 100) / 100 });
  }
  return all;
}

/** What an order’s address is made of. Bits: how hard the id is to guess by its alphabet and length; a number is as hard as it is long. */
export function idOf(url: string): OrderLook['id'] {
  const { pathname, search } = new URL(url);
  const parts = (pathname + search).split(/[/?&=#.]/).filter((part) => /\d/.test(part));
  const id = parts.toSorted((a, b) => bitsOf(b) - bitsOf(a))[0] ?? '';
  return { kind: /^\D{0,6}\d+$/.test(id) ? 'number' : 'text', length: id.length, bits: Math.round(bitsOf(id)) };
}

/** Bits of chance that an id of this form can hold. */
export function bitsOf(id: string): number {
  const digits = /^\D{0,6}(\d+)$/.exec(id)?.[1];
  if (digits !== undefined) return digits.length * Math.log2(10);
  const plain = id.replaceAll('-', '');
  const alphabet = /^[0-9a-f]+$/i.test(plain) ? 16 : /^[0-9a-z]+$/.test(plain) || /^[0-9A-Z]+$/.test(plain) ? 36 : 62;
  return plain.length * Math.log2(alphabet);
}
