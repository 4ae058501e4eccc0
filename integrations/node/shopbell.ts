/** Sends a shop's events to Shopbell from Node.js 20 or newer: no dependency, never throws into the shop, never makes it wait. */

export type ShopEventName =
  | 'shop.admin.created'
  | 'shop.admin.role_changed'
  | 'shop.admin.sign_in_failed'
  | 'shop.admin.signed_in'
  | 'shop.config.changed'
  | 'shop.content.changed'
  | 'shop.customer.anonymised'
  | 'shop.customer.deleted'
  | 'shop.customer.registered'
  | 'shop.customer.reset_asked'
  | 'shop.customer.sign_in_failed'
  | 'shop.customer.signed_in'
  | 'shop.export.made'
  | 'shop.extension.installed'
  | 'shop.integration.lost'
  | 'shop.order.authorised'
  | 'shop.order.cancelled'
  | 'shop.order.delivered'
  | 'shop.order.exported'
  | 'shop.order.handed_over'
  | 'shop.order.label_failed'
  | 'shop.order.labelled'
  | 'shop.order.paid'
  | 'shop.order.payment_failed'
  | 'shop.order.placed'
  | 'shop.order.refunded'
  | 'shop.order.returned'
  | 'shop.order.shipped'
  | 'shop.payment.failed'
  | 'shop.payment.succeeded'
  | 'shop.record.read';

export interface ShopFields {
  readonly 'client.address'?: string | undefined;
  readonly 'event.outcome'?: 'success' | 'failure';
  readonly 'shop.actor.id'?: string | undefined;
  readonly 'shop.actor.kind'?: 'customer' | 'staff' | 'program';
  /** `129.90` */
  readonly 'shop.amount'?: string;
  readonly 'shop.carrier'?: string;
  readonly 'shop.change.what'?: string;
  /** ISO 3166-1 alpha-2. */
  readonly 'shop.country'?: string;
  /** ISO 4217. */
  readonly 'shop.currency'?: string;
  /** Only what the shop knows better than `user_agent.original` says, of which this class is made otherwise. */
  readonly 'shop.device'?: 'mobile' | 'tablet' | 'desktop' | 'other';
  readonly 'shop.data.categories'?: readonly string[];
  readonly 'shop.delivery.kind'?: 'ship' | 'pickup' | 'digital';
  readonly 'shop.delivery.not_before'?: string;
  readonly 'shop.delivery.part'?: 'partial';
  readonly 'shop.object.count'?: number;
  readonly 'shop.object.id'?: string;
  readonly 'shop.object.ids'?: readonly string[];
  readonly 'shop.object.kind'?: string;
  /** The account whose record it is: an account of the same kind as `shop.actor.id`. */
  readonly 'shop.object.owner.id'?: string;
  readonly 'shop.payment.card.id'?: string;
  readonly 'shop.payment.card.prefix'?: string;
  readonly 'shop.payment.id'?: string;
  readonly 'shop.payment.method'?: string;
  readonly 'shop.role.name'?: string;
  readonly 'shop.sign_in.name'?: string;
  readonly 'shop.sign_in.reason'?: 'unknown_user' | 'wrong_password' | 'locked' | 'other';
  readonly 'shop.system'?: 'shop' | 'payment' | 'erp' | 'crm' | 'courier';
  readonly 'user_agent.original'?: string | undefined;
  readonly 'user_agent.synthetic.type'?: 'test';
}

export interface ShopbellOptions {
  /** `https://bell.shop.example` */
  readonly url: string;
  readonly key: string;
  readonly service?: string;
  /** How many events may wait in memory (default 10,000); more are counted and told later. */
  readonly most?: number;
  /** Ms between two deliveries (default 2,000) and for one delivery (default 3,000). */
  readonly everyMs?: number;
  readonly timeoutMs?: number;
  /** What could not be sent is said here; default `console.warn`. */
  readonly complain?: (what: string) => void;
}

export interface Shopbell {
  note(name: ShopEventName, fields?: ShopFields): void;
  /** Tries to send all that waits; true when nothing waits any more. */
  flush(): Promise<boolean>;
  /** Sends what waits, once, and stops. */
  close(): Promise<void>;
}

interface Delivery {
  readonly key: string;
  readonly lines: readonly string[];
  /** How many of the shop's events depend on it: its lines, and those that it tells as lost. */
  readonly events: number;
}

const MOST_LINES = 500;

/** Opens a sender. A delivery that fails keeps its Idempotency-Key, so that Shopbell stores it once. */
export function openShopbell(options: ShopbellOptions): Shopbell {
  const { most = 10_000, everyMs = 2_000, service = 'shop' } = options;
  const complain = options.complain ?? ((what: string) => console.warn(`Shopbell: ${what}`));
  const waiting: string[] = [];
  let pending: Delivery | null = null;
  let lost = 0;
  let pausedUntil = 0;
  let running: Promise<boolean> | null = null;

  const lineOf = (name: ShopEventName, fields: ShopFields): string =>
    JSON.stringify({ at: new Date().toISOString(), event: name, service, ...fields });
  const next = (): Delivery | null => {
    if (pending !== null || waiting.length + lost === 0) return pending;
    const lines = waiting.splice(0, MOST_LINES);
    pending = { key: crypto.randomUUID(), events: lines.length + lost, lines };
    if (lost > 0) pending = { ...pending, lines: [...lines, lineOf('shop.integration.lost', { 'shop.object.count': lost })] };
    lost = 0;
    return pending;
  };
  const drain = async (): Promise<boolean> => {
    for (let one = next(); one !== null; one = next()) {
      const answer = await post(options, one);
      if (answer.again) {
        pausedUntil = Date.now() + answer.waitMs;
        return false;
      }
      if (answer.refused) {
        lost += one.events;
        complain(`a delivery was refused with status ${answer.refused}`);
      }
      pending = null;
      if (answer.refused) return false;
    }
    return true;
  };
  const flush = async (): Promise<boolean> => {
    running ??= drain().finally(() => {
      running = null;
    });
    return running;
  };
  const timer = setInterval(() => {
    if (Date.now() >= pausedUntil) void flush();
  }, everyMs);
  timer.unref();
  return {
    note(name, fields = {}) {
      if (waiting.length + (pending?.lines.length ?? 0) >= most) lost += 1;
      else waiting.push(lineOf(name, fields));
    },
    flush,
    async close() {
      clearInterval(timer);
      if (!(await flush())) complain(`${waiting.length + (pending?.events ?? 0) + lost} events were not sent`);
    },
  };
}

interface Answer {
  readonly again: boolean;
  readonly waitMs: number;
  /** The status with which the body itself was refused, or 0. */
  readonly refused: number;
}

async function post({ url, key, timeoutMs = 3_000 }: ShopbellOptions, { key: delivery, lines }: Delivery): Promise<Answer> {
  try {
    const answer = await fetch(`${url.replace(/\/+$/, '')}/in/ndjson`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', 'idempotency-key': delivery },
      body: `${lines.join('\n')}\n`,
      redirect: 'manual', // the key must not travel on
      signal: AbortSignal.timeout(timeoutMs),
    });
    await answer.arrayBuffer();
    if (answer.ok) return { again: false, waitMs: 0, refused: 0 };
    if ([400, 413, 415, 422].includes(answer.status)) return { again: false, waitMs: 0, refused: answer.status };
    const told = Number(answer.headers.get('retry-after') ?? '');
    return { again: true, waitMs: Math.min(300, told > 0 ? told : 30) * 1000, refused: 0 };
  } catch {
    // Not reached, or too slow: it may have been stored, so the same key goes with it next time.
    return { again: true, waitMs: 30_000, refused: 0 };
  }
}
