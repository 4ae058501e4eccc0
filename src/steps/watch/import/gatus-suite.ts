import { placesIn } from '../checks/fill-in.ts';
import { type Endpoint, fillVariables, requestOf } from './gatus-endpoint.ts';
import { stepsOf } from './gatus-json-path.ts';
import type { Harvest, TargetDraft } from './harvest.ts';
import { isSecretName } from './hide-secrets.ts';
import { placeName, type SecretBox } from './open-secret-box.ts';
import { type Fields, fieldsOf, flagOf, listOf, textOf, textsOf } from './parse-source.ts';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

/** A suite is one check of kind `api`: its endpoints are the steps. A text says why it cannot be one. */
export function suiteTarget(fields: Fields, name: string, box: SecretBox, harvest: Harvest): TargetDraft | string {
  const given = new Map(Object.entries(textsOf(fields.context)));
  const hidden = new Map<string, string>();
  const fill = (text: string): string =>
    fillVariables(box, text).replace(/\[CONTEXT\]\.([\w.-]*\w)/gi, (_, path: string) => {
      const value = given.get(path);
      if (value === undefined) return `{{${placeName(path)}}}`;
      if (!isSecretName(path)) return fillVariables(box, value);
      const known = hidden.get(path) ?? box.add(path, `the value of context.${path}`);
      hidden.set(path, known);
      return known;
    });
  const steps: Record<string, unknown>[] = [];
  for (const [nth, one] of listOf(fields.endpoints).entries()) {
    const step = stepOf({ fields: fieldsOf(one), name, box, harvest, fill }, nth + 1);
    if (typeof step === 'string') return `its endpoint ${nth + 1}: ${step}`;
    steps.push(step);
  }
  const known = new Set([...storedBy(fields), ...box.found.map((one) => one.name)]);
  if (placesIn(JSON.stringify(steps)).some((place) => !known.has(place))) return 'it uses a value that none of its endpoints stores';
  return steps.length === 0 ? 'it has no endpoints' : { kind: 'api', steps };
}

/** Names of what its endpoints store. */
export function storedBy(suite: Fields): ReadonlySet<string> {
  return new Set(listOf(suite.endpoints).flatMap((one) => Object.keys(fieldsOf(fieldsOf(one).store)).map(placeName)));
}

function stepOf(endpoint: Endpoint, nth: number): Record<string, unknown> | string {
  const { fields, name, harvest } = endpoint;
  if (!/^https?:\/\//i.test(textOf(fields.url)) || fields.dns !== undefined) return 'a step is an HTTP request, this is none';
  const read = requestOf(endpoint);
  if (typeof read === 'string') return read;
  const { url, headers, body, conditions, follow, maxMs } = read.request;
  const method = read.request.method.trim().toUpperCase() || 'GET';
  if (!METHODS.has(method)) return 'Shopbell sends no such method';
  if (follow) harvest.change(name, 'redirects are not followed between steps: the redirect is the answer');
  if (read.domainDays !== null) {
    harvest.leave(`${name}: [DOMAIN_EXPIRATION]`, 'the end of a name is a check of its own, of kind domain');
    harvest.change(name, 'it is watched without the end of its name');
  }
  const keep: Record<string, string> = {};
  for (const [key, from] of Object.entries(textsOf(fields.store))) {
    const source = sourceOf(from);
    if (source === null) return `what it stores as ${placeName(key)} cannot be kept: only parts of the JSON body, the body and headers can`;
    keep[placeName(key)] = source;
  }
  const title = textOf(fields.name).trim().slice(0, 60) || `step ${nth}`;
  return {
    ...{ name: title, url, method, headers, body, conditions, keep, always: flagOf(fields['always-run']) },
    ...(maxMs === null ? {} : { maxMs }),
  };
}

function sourceOf(placeholder: string): string | null {
  const [, header] = /^\[HEADER\]\.([\w-]+)$/i.exec(placeholder.trim()) ?? [];
  if (header !== undefined) return `header ${header.toLowerCase()}`;
  const [, path] = /^\[BODY\](.*)$/is.exec(placeholder.trim()) ?? [];
  if (path === '') return 'body /(?s)^\\s*(.*\\S)\\s*$/';
  const steps = path === undefined ? null : stepsOf(path);
  return steps === null ? null : `json $${steps}`;
}
