import { Hono } from 'hono';
import { z } from 'zod';
import { type RunningServer, serveApp } from '../shop/serve-app.ts';
import type { SeededRandom } from '../world/seeded-random.ts';
import { webhookHeaders } from './signed-webhook.ts';

/** How a neighbour misbehaves. Everything can be set while it runs. */
interface FailureSwitches {
  /** Answers 503 to everything. */
  down: boolean;
  /** Milliseconds before each answer. */
  slowMs: number;
  /** Share (0 to 1) of accepted things that are silently forgotten: the answer is still 202. */
  dropShare: number;
  /** Sends no webhooks. */
  mute: boolean;
  /** Signs its webhooks with a wrong secret. */
  wrongSignature: boolean;
}

export interface NeighbourOptions {
  readonly secret: string;
  readonly random: SeededRandom;
  /** Milliseconds between acceptance and webhook. */
  readonly delayMs: number;
}

/** What one neighbour does, in words: what it accepts, and what it says later. */
export interface Trade {
  readonly name: 'gateway' | 'courier' | 'crm' | 'erp';
  /** The path that accepts things: `/payments`. */
  readonly accepts: string;
  /** The field that names the thing: `order`. */
  readonly subject: 'order' | 'customer';
  /** The webhook's type when it is done: `payment.captured`. */
  readonly announces: string;
  /** The address that its calls come from, as the shop's log shows it. */
  readonly address: string;
}

export interface Neighbour {
  readonly name: Trade['name'];
  readonly url: string;
  readonly switches: FailureSwitches;
  /** Subjects (order numbers, customer ids) that were accepted and are being or were handled. */
  readonly handled: ReadonlySet<string>;
  /** Subjects that were answered 202 and then forgotten. */
  readonly forgotten: ReadonlySet<string>;
  close(): Promise<void>;
}

const bodyShape = z.object({ order: z.string().optional(), customer: z.string().optional(), webhook: z.url() });

/** Starts a neighbour of the shop as its own HTTP service on 127.0.0.1. */
export async function openNeighbour(trade: Trade, options: NeighbourOptions): Promise<Neighbour> {
  const switches: FailureSwitches = { down: false, slowMs: 0, dropShare: 0, mute: false, wrongSignature: false };
  const handled = new Set<string>();
  const forgotten = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const failures: string[] = [];

  const later = (ms: number, work: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work().catch((error: unknown) => failures.push(String(error)));
    }, ms);
    timers.add(timer);
  };
  const announce = async (subject: string, webhook: string): Promise<void> => {
    if (switches.mute) return;
    const body = JSON.stringify({ type: trade.announces, timestamp: new Date().toISOString(), data: { [trade.subject]: subject } });
    const secret = switches.wrongSignature ? `${options.secret}-wrong` : options.secret;
    const agent = { 'user-agent': `Practice-${trade.name}/1.0`, 'x-practice-client': trade.address };
    const answer = await fetch(webhook, { method: 'POST', headers: { ...webhookHeaders(secret, body, Date.now()), ...agent }, body });
    await answer.body?.cancel();
  };

  const app = new Hono();
  app.use(async (c, next) => {
    if (switches.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, switches.slowMs));
    return switches.down ? c.json({ error: 'unavailable' }, 503) : next();
  });
  app.get('/health', (c) => c.json({ name: trade.name, status: 'ok', handled: handled.size, webhookFailures: failures.length }));
  app.get(trade.accepts, (c) => c.json({ [trade.subject]: [...handled].slice(-500) }));
  app.get(`${trade.accepts}/:id`, (c) =>
    handled.has(c.req.param('id')) ? c.json({ [trade.subject]: c.req.param('id'), state: 'done' }) : c.json({ error: 'unknown' }, 404),
  );
  app.post(trade.accepts, async (c) => {
    const parsed = bodyShape.safeParse(await c.req.json().catch(() => null));
    const subject = parsed.data?.[trade.subject];
    if (!parsed.success || !subject) return c.json({ error: 'expected a JSON body with the subject and a webhook' }, 422);
    if (switches.dropShare > 0 && options.random.chance(switches.dropShare)) forgotten.add(subject);
    else {
      handled.add(subject);
      later(options.delayMs * (0.5 + options.random.next()), () => announce(subject, parsed.data.webhook));
    }
    return c.json({ accepted: subject }, 202);
  });
  const server: RunningServer = await serveApp(app, 0);
  return {
    name: trade.name,
    url: server.url,
    switches,
    handled,
    forgotten,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await server.close();
    },
  };
}
