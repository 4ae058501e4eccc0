import { CookieJar } from 'tough-cookie';
import { z } from 'zod';
import type { HttpAnswer } from '#engines/http/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { faultOfSource, keepValue } from '../checks/api/keep-value.ts';
import { fillInAll, placesIn } from '../checks/fill-in.ts';
import { type HttpDemand, judgeHttp } from '../checks/judge-http.ts';
import { down, type Judged, unknown } from '../checks/judged.ts';
import { conditionLines, headers, maxMs, webAddress } from './fields.ts';
import { originOf, requestOf } from './http.ts';
import { defineKind, type Looked, type Outside } from './kind.ts';

const source = z
  .string()
  .trim()
  .max(500)
  .superRefine((text, context) => {
    const fault = faultOfSource(text);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  });

const step = z.strictObject({
  name: z.string().trim().min(1).max(60),
  url: webAddress(/^https?:$/, 'http:// or https://'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']).default('GET'),
  headers,
  body: z.string().max(100_000).default(''),
  conditions: conditionLines('answer'),
  /** Values for later steps, by name: `token: json $.token`. */
  keep: z.record(z.string().regex(/^[a-z0-9_-]{1,60}$/i, 'must be letters, digits, - or _'), source).default({}),
  /** Made also when a step before failed, to put away what was made. */
  always: z.boolean().default(false),
  maxMs: maxMs(10_000),
});

type ApiStep = z.output<typeof step>;

/** Several requests one after another, with values kept from one to the next. Cookies are kept as a browser would. */
export const api = defineKind({
  shape: z.strictObject({ kind: z.literal('api'), steps: z.array(step).min(1).max(20) }),
  fields: [{ name: 'steps', as: 'document', required: true, usual: step.partial({ name: true, url: true }).parse({}) }],
  destination: ({ steps }) => [...new Set(steps.map(({ url }) => originOf(url)))].join(' '),
  look: async (outside, { steps }, { allowPrivate }) => {
    const way: Way = { outside, allowPrivate, jar: new CookieJar(), values: {}, phases: {}, total: 0 };
    let fault: Pick<Looked, 'judged' | 'reach'> | null = null;
    for (const [index, one] of steps.entries()) {
      if (fault !== null && !one.always) continue;
      // What a step that was never made would have kept is not there to be put away.
      if (fault !== null && placesIn(JSON.stringify(one)).some((name) => !Object.hasOwn(way.values, name))) continue;
      const seen = await makeStep(way, one, `${index + 1} ${one.name}`);
      if (seen.judged.saw !== 'up') fault ??= seen;
    }
    const ms = Math.round(way.total);
    const judged: Judged = { saw: 'up', reason: `${steps.length} steps in ${ms} ms` };
    return { ...(fault ?? { judged, reach: 'answered' }), ms: way.total, phases: way.phases };
  },
});

interface Way {
  readonly outside: Outside;
  readonly allowPrivate: boolean;
  readonly jar: CookieJar;
  readonly values: Record<string, string>;
  readonly phases: Record<string, number | null>;
  total: number;
}

async function makeStep(way: Way, one: ApiStep, title: string): Promise<Pick<Looked, 'judged' | 'reach'>> {
  const ready = fillInAll(one, way.values);
  const [missing] = placesIn(JSON.stringify({ ...ready, keep: {}, conditions: [] }));
  if (missing !== undefined) return { judged: unknown(`${title}: there is no value for {{${missing}}}`), reach: 'answered' };
  const started = way.outside.clock.ticks();
  try {
    const answer = await ask(way, ready);
    const demand: HttpDemand = { ...ready, status: [], contains: '', certificateDays: 0 };
    const judged = judgeHttp(demand, answer, way.outside.clock.now());
    // What the answer tells is kept also when it is not as it should be: it may have to be put away.
    const missing = keepAll(way, one, title, answer);
    const fault = judged.saw === 'up' ? missing : { ...judged, reason: `${title}: ${judged.reason}` };
    return { judged: fault ?? judged, reach: 'answered' };
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'TARGET_UNREACHABLE') throw thrown;
    return { judged: down(`${title}: ${String(thrown.details.reason)}`), reach: 'unreachable' };
  } finally {
    const ms = way.outside.clock.ticks() - started;
    way.phases[title] = Math.round(ms * 100) / 100;
    way.total += ms;
  }
}

/** The body is read whole: a value may be kept from it. A redirect is an answer here, so that its cookies and its address can be seen. */
async function ask({ outside, allowPrivate, jar }: Way, one: ApiStep): Promise<HttpAnswer> {
  const cookie = await jar.getCookieString(one.url);
  const asked = requestOf({ ...one, status: [], contains: '', certificateDays: 0 }, allowPrivate);
  const answer = await outside.http.request({
    ...asked,
    headers: { ...(cookie === '' ? {} : { cookie }), ...one.headers },
    maxBytes: 1_048_576,
    maxRedirects: 0,
  });
  for (const line of answer.cookies) await jar.setCookie(line, one.url, { ignoreError: true });
  return answer;
}

function keepAll(way: Way, one: ApiStep, title: string, answer: HttpAnswer): Judged | null {
  let missing: Judged | null = null;
  for (const [name, from] of Object.entries(one.keep)) {
    const value = keepValue(from, answer);
    if (value === null) missing ??= down(`${title}: ${from} is not there`);
    else way.values[name] = value;
  }
  return missing;
}
