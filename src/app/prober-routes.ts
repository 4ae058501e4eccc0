import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { House } from '#engines/house.ts';
import { describeIssues } from '#kernel/describe-issues.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { answerProber, findProber, joinPlace, journeySentShape, type Prober, syncShape, takeJourney } from '#steps/watch/index.ts';

const MOST_BYTES = 16_000_000;
/** A journey with its pictures and its trace. */
const MOST_JOURNEY_BYTES = 40_000_000;

interface ProberRoutesOptions {
  readonly house: House;
  readonly witnesses: readonly { readonly host: string; readonly port: number }[];
}

/** Where probers elsewhere come: they join by a one-time token, then bring what they saw and are told what to look at. */
export function proberRoutes({ house, witnesses }: ProberRoutesOptions): Hono {
  const app = new Hono();
  app.use('/join', atMost(MOST_BYTES));
  app.use('/sync', atMost(MOST_BYTES));
  app.use('/journey', atMost(MOST_JOURNEY_BYTES));
  app.post('/join', async (c) => {
    const body: unknown = await c.req.json().catch(() => null);
    const token = typeof body === 'object' && body !== null && 'token' in body && typeof body.token === 'string' ? body.token : '';
    const org = token.slice(0, token.indexOf('.'));
    if (!isId('org', org)) throw new ShopbellError('PROBER_REFUSED');
    return c.json(await joinPlace({ house, org, actor: { kind: 'system', id: 'prober', role: 'system' } }, { token }));
  });
  app.post('/sync', async (c) => {
    const prober = await proberOf(house, c.req.header('authorization'));
    const parsed = syncShape.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(parsed.error) });
    return c.json(await answerProber(house, prober, parsed.data, witnesses));
  });
  app.post('/journey', async (c) => {
    const prober = await proberOf(house, c.req.header('authorization'));
    const parsed = journeySentShape.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: describeIssues(parsed.error) });
    await takeJourney(house, prober, parsed.data);
    return c.json({});
  });
  return app;
}

function atMost(limit: number) {
  const onError = (): never => {
    throw new ShopbellError('TOO_LARGE', { what: 'The body', limit });
  };
  return bodyLimit({ maxSize: limit, onError });
}

/** Whose key it is. Throws PROBER_REFUSED. */
async function proberOf(house: House, authorization: string | undefined): Promise<Prober> {
  const key = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1] ?? '';
  const prober = await findProber(house, key);
  if (prober === null) throw new ShopbellError('PROBER_REFUSED');
  return prober;
}
