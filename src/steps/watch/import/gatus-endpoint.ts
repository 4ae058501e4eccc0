import { ANY_STATUS } from './condition-text.ts';
import { sidesOf, type Told, webCondition } from './gatus-conditions.ts';
import type { Harvest } from './harvest.ts';
import { basicHeader, hideExpected, hideInHeaders, hideInText, hideInUrl } from './hide-secrets.ts';
import { placeName, type SecretBox } from './open-secret-box.ts';
import { durationOf, type Fields, fieldsOf, flagOf, isEmpty, listOf, textOf, textsOf } from './parse-source.ts';
import type { WebRequest } from './web-target.ts';

/** An endpoint that is being read: of a suite or on its own. */
export interface Endpoint {
  readonly fields: Fields;
  /** Of the check; what is changed is told under it. */
  readonly name: string;
  readonly box: SecretBox;
  readonly harvest: Harvest;
  /** Puts places where the source names variables or values of a suite. */
  fill(text: string): string;
}

/** `${NAME}` and `$NAME` stand for variables of the environment there, `$$` for one `$`. */
export function fillVariables(box: SecretBox, text: string): string {
  return text.replace(/\$\$|\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g, (whole, braced?: string, bare?: string) => {
    const variable = braced ?? bare;
    return variable === undefined ? whole.slice(1) : box.add(placeName(variable), `what ${variable} holds there`, variable);
  });
}

/** Conditions that were read by `read`; what cannot be said is left and named. */
export function conditionsOf(
  { fields, name, box, harvest, fill }: Endpoint,
  read: (text: string) => Told | string,
): { readonly told: readonly Told[]; readonly missed: number } {
  const told: Told[] = [];
  let missed = 0;
  for (const one of listOf(fields.conditions)) {
    const text = hideInCondition(box, fill(textOf(one)));
    const outcome = read(text);
    if (typeof outcome === 'string') {
      missed += 1;
      harvest.leave(`${name}: ${text.slice(0, 200)}`, outcome);
      harvest.change(name, `it is watched without the condition ${text.slice(0, 200)}`);
    } else {
      told.push(outcome);
      if (outcome.remark !== undefined) harvest.change(name, outcome.remark);
    }
  }
  return { told, missed };
}

function hideInCondition(box: SecretBox, text: string): string {
  const [, before = '', value = ''] = /^(.*? [!=]= )(.*)$/s.exec(text) ?? [];
  return before === '' || /^(?:pat|any)\(|^\[/.test(value) ? text : `${before}${hideExpected(box, before.slice(0, -4), value)}`;
}

const LETS_IN: Readonly<Record<string, string>> = {
  oauth2: 'it gets a token by OAuth 2 first, which a check does not',
  'identity-aware-proxy': 'it goes through an identity-aware proxy',
  tunnel: 'it goes through an SSH tunnel',
};

const OTHERWISE: Readonly<Record<string, string>> = {
  'proxy-url': 'it is asked directly, not over the proxy',
  'dns-resolver': 'its name is looked up over the resolver of this machine',
  network: 'it is asked over whatever address its name has first',
};

/** Tells how its client differs; a text says why it cannot be watched at all. */
export function clientOf({ fields, name, harvest }: Endpoint): { readonly maxMs: number | null; readonly follow: boolean } | string {
  const client = fieldsOf(fields.client);
  for (const [field, why] of Object.entries(LETS_IN)) if (!isEmpty(client[field])) return why;
  if (!isEmpty(fieldsOf(client.tls)['certificate-file'])) return 'it shows a client certificate, which no kind of check does';
  for (const [field, what] of Object.entries(OTHERWISE)) if (!isEmpty(client[field])) harvest.change(name, what);
  if (flagOf(client.insecure)) harvest.change(name, 'a certificate that is not trusted is down here; there it was ignored');
  const known = ['insecure', 'ignore-redirect', 'timeout', 'tls', ...Object.keys(LETS_IN), ...Object.keys(OTHERWISE)];
  for (const [field, value] of Object.entries(client))
    if (!known.includes(field) && !isEmpty(value))
      harvest.change(name, `the field “client.${field.slice(0, 60)}” is not known here and was left out`);
  return { maxMs: durationOf(client.timeout), follow: !flagOf(client['ignore-redirect']) };
}

/** The request of an HTTP endpoint and what must be true of its answer; a text says why there is none. */
export function requestOf(endpoint: Endpoint): { readonly request: WebRequest; readonly domainDays: number | null } | string {
  const { fields, name, box, fill } = endpoint;
  const client = clientOf(endpoint);
  if (typeof client === 'string') return client;
  const raw = textOf(fields.body);
  if (/\[RANDOM_STRING_\d+\]/.test(raw)) return 'its body holds a random text, which no check makes';
  const address = textOf(fields.url);
  const { told, missed } = conditionsOf(endpoint, webCondition);
  if (told.length === 0) return missed === 0 ? 'it has no conditions' : 'none of its conditions can be said here';
  const lines = told.flatMap((one) => one.lines ?? []);
  const conditions = lines.some((line) => line.startsWith('status ')) ? lines : [ANY_STATUS, ...lines];
  const plain = raw
    .replaceAll('[ENDPOINT_NAME]', textOf(fields.name))
    .replaceAll('[ENDPOINT_GROUP]', textOf(fields.group))
    .replaceAll('[ENDPOINT_URL]', address);
  const isGraph = flagOf(fields.graphql);
  const { url, basic } = hideInUrl(box, fill(address));
  const told1 = Object.fromEntries(Object.entries(textsOf(fields.headers)).map(([header, value]) => [header, fill(value)]));
  const headers = hideInHeaders(box, isGraph ? { 'content-type': 'application/json', ...told1 } : told1);
  const body = hideInText(box, fill(plain));
  const days = told.flatMap((one) => (one.domainDays === undefined ? [] : [one.domainDays]));
  tellUnknown(fields, name, endpoint.harvest);
  return {
    request: {
      ...{ url, method: textOf(fields.method), conditions, ...client },
      headers: basic ? { ...headers, ...basicHeader(box) } : headers,
      body: isGraph ? JSON.stringify({ query: body }) : body,
    },
    domainDays: days.length === 0 ? null : Math.max(...days),
  };
}

const KNOWN: ReadonlySet<string> = new Set(
  'enabled name group url method body graphql headers interval conditions alerts dns ssh client store always-run'.split(' '),
);
const HARMLESS: ReadonlySet<string> = new Set(['ui', 'extra-labels', 'provider-override']);

export function tellUnknown(fields: Fields, name: string, harvest: Harvest): void {
  for (const [field, value] of Object.entries(fields)) {
    if (isEmpty(value) || KNOWN.has(field)) continue;
    if (HARMLESS.has(field)) harvest.ignore(field);
    else if (field === 'maintenance-windows') harvest.change(name, 'its maintenance windows must be announced as planned work');
    else harvest.change(name, `the field “${field.slice(0, 60)}” is not known here and was left out`);
  }
}

/** The few conditions of what is no web answer: whether it connects, how long, how long its certificate. */
export function plainCondition(allowed: ReadonlySet<string>): (text: string) => Told | string {
  return (text) => {
    const sides = sidesOf(text);
    if (sides === null) return 'it is no condition';
    const subject = sides.left.toUpperCase();
    if (subject === '[DNS_RCODE]' && allowed.has(subject))
      return sides.sign === '==' && sides.right === 'NOERROR' ? {} : 'only that there is a record can be asked';
    if (!allowed.has(subject)) return `${sides.left.slice(0, 40)} cannot be asked of this kind of check`;
    return webCondition(text);
  };
}
