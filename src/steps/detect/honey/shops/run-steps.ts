import type { House } from '#engines/house.ts';
import type { HttpAnswer } from '#engines/http/types.ts';
import { messageOf } from '#kernel/errors.ts';
import type { ShopApi, ShopStep } from './shop-api.ts';
import { filled, filledDeep, pick, type Values, type WrittenStep, writeStep } from './write-step.ts';

export interface Ran {
  /** What is known now: numbers that the shop gave. */
  readonly values: Values;
  /** Names of what was done. */
  readonly done: readonly string[];
  /** The step that failed and why, in words without secrets and without anybody's data; `null`: none did. */
  readonly failed: { readonly step: string; readonly reason: string } | null;
}

interface Access {
  readonly api: ShopApi;
  readonly settings: Values;
  readonly secrets: Values;
  readonly allowPrivate: boolean;
}

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 262_144;

class Refused extends Error {}

/** Does steps one after the other until one fails. Never throws for what the shop does. */
export async function runSteps(house: Pick<House, 'http'>, access: Access, steps: readonly ShopStep[], given: Values): Promise<Ran> {
  const done: string[] = [];
  let values: Values = { ...access.settings, ...given };
  let step = 'sign-in';
  try {
    const headers = await signIn(house, access);
    for (const one of steps) {
      step = one.name;
      if (one.forget !== undefined) values = { ...values, [one.forget]: '' };
      if (one.unless !== undefined && has(values, one.unless)) continue;
      if (one.when !== undefined && !has(values, one.when)) continue;
      values = { ...values, ...(await doStep(house, access, one, values, headers)) };
      if (one.verb !== 'GET' && !one.optional) done.push(one.name);
    }
    return { values, done, failed: null };
  } catch (thrown) {
    const reason = thrown instanceof Refused ? thrown.message : without(messageOf(thrown), access.secrets);
    return { values, done, failed: { step, reason: reason.slice(0, 300) } };
  }
}

function has(values: Values, name: string): boolean {
  return (values[name] ?? '') !== '';
}

async function doStep(house: Pick<House, 'http'>, access: Access, step: ShopStep, values: Values, headers: Values): Promise<Values> {
  const { api } = access;
  const answer = await send(house, access, writeStep(api, step, values, headers));
  if (step.gone.includes(answer.status)) return {};
  const document = documentOf(answer);
  if (answer.status < 200 || answer.status > 299) throw new Refused(refusal(api, answer.status, pick(document, api.fault)));
  const fault = api.fault.startsWith('errors') ? pick(document, api.fault) : null;
  const refused = fault ?? (step.refused === undefined ? null : pick(document, step.refused));
  if (refused !== null) throw new Refused(refusal(api, answer.status, refused));
  const kept: Record<string, string> = {};
  for (const [name, way] of Object.entries(step.keep)) {
    const value = pick(document, way);
    if (value !== null) kept[name] = value;
    else if (!step.optional) throw new Refused(`${api.title} answered ${answer.status}, and not with what was made`);
  }
  for (const [name, text] of Object.entries(step.set)) kept[name] = filled(text, values);
  return kept;
}

function refusal(api: ShopApi, status: number, code: string | null): string {
  // Only a word of theirs: a sentence may hold the person's mailbox.
  const word = /^[\w .:-]{1,60}$/.test(code ?? '') ? `, ${code}` : '';
  const hint = status === 401 || status === 403 ? ': are the keys right, and may they write?' : '';
  return `${api.title} refused (${status}${word})${hint}`;
}

async function signIn(house: Pick<House, 'http'>, access: Access): Promise<Values> {
  const way = access.api['sign-in'];
  const { settings, secrets } = access;
  if (way.kind === 'headers') return filledAll(way.headers, secrets);
  if (way.kind === 'basic') {
    const pair = `${filled(way.user, secrets)}:${filled(way.password, secrets)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }
  const written = writeStep(access.api, { verb: 'POST', path: way.path, query: {}, json: {} }, settings, {});
  const answer = await send(house, access, { ...written, body: JSON.stringify(filledDeep(way.json, secrets)) });
  const header = /^header (.+)$/.exec(way.token)?.[1];
  const token = header === undefined ? pick(documentOf(answer), way.token) : (answer.headers[header] ?? null);
  if (answer.status < 200 || answer.status > 299 || token === null || token === '')
    throw new Refused(`${access.api.title} does not let us sign in (${answer.status}): are the keys right?`);
  return filledAll(way.headers, { ...secrets, access: token });
}

function filledAll(headers: Values, values: Values): Values {
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, filled(text, values)]));
}

/** A redirect is not followed: it would take the keys along, or make a POST a GET. */
async function send(
  { http }: Pick<House, 'http'>,
  { allowPrivate, api }: Access,
  { method, url, headers, body }: WrittenStep,
): Promise<HttpAnswer> {
  const limits = { allowPrivate, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, maxRedirects: 0, requireTrusted: true };
  const answer = await http.request({ url, method, headers, ...limits, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 300 && answer.status < 400)
    throw new Refused(`${api.title} answered with a redirect (${answer.status}): write the address as the shop itself writes it`);
  return answer;
}

function documentOf({ body }: HttpAnswer): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

function without(text: string, secrets: Values): string {
  return Object.values(secrets).reduce((left, secret) => (secret.length > 3 ? left.replaceAll(secret, '…') : left), text);
}
