import { isLine, isNotLine, quoted, range, statusLines } from './condition-text.ts';
import type { TargetDraft } from './harvest.ts';
import { basicHeader, hideExpected, hideInHeaders, hideInText, hideInUrl } from './hide-secrets.ts';
import type { Monitor } from './kuma-monitor.ts';
import { isFields, listOf, numberOf, parseJson, textOf, textsOf } from './parse-source.ts';
import { webTarget } from './web-target.ts';

const AUTHORISED: Readonly<Record<string, string>> = {
  ntlm: 'NTLM',
  mtls: 'a client certificate',
  'oauth2-cc': 'a token that it must first get by OAuth 2',
};

/** `http`, `keyword`, `json-query`: one request. */
export function webOf(monitor: Monitor): TargetDraft | string {
  const method = monitor.text('authmethod').toLowerCase();
  if (Object.hasOwn(AUTHORISED, method)) return `it lets itself in by ${AUTHORISED[method]}, which no kind of check does`;
  const conditions = conditionsOf(monitor);
  if (typeof conditions === 'string') return conditions;
  const sent = headersOf(monitor);
  if (typeof sent === 'string') return sent;
  const { url, basic } = hideInUrl(monitor.box, monitor.text('url'));
  const isBasic = basic || (monitor.text('basicauthuser') !== '' && (method === '' || method === 'null' || method === 'basic'));
  const others = Object.fromEntries(Object.entries(sent).filter(([name]) => name.toLowerCase() !== 'authorization'));
  const headers = isBasic ? { ...others, ...basicHeader(monitor.box) } : sent;
  if (monitor.flag('ignoretls')) monitor.change('a certificate that is not trusted is down here; there it was ignored');
  const redirects = monitor.number('maxredirects') ?? 10;
  if (redirects > 0 && redirects < 5) monitor.change(`up to 5 redirects are followed, not ${redirects}`);
  return webTarget(
    {
      ...{ url, method: monitor.text('method'), headers, body: hideInText(monitor.box, monitor.text('body')), conditions },
      ...{ maxMs: timeoutOf(monitor), follow: redirects > 0 },
    },
    monitor.change,
  );
}

/** In seconds; without it four fifths of the interval. */
export function timeoutOf(monitor: Monitor): number | null {
  const seconds = monitor.number('timeout') || (monitor.number('interval') ?? 0) * 0.8;
  return seconds > 0 ? seconds * 1_000 : null;
}

function headersOf(monitor: Monitor): Record<string, string> | string {
  const raw = monitor.raw('headers');
  const text = textOf(raw).trim();
  const parsed = text === '' ? { value: isFields(raw) ? raw : {} } : parseJson(text);
  if (typeof parsed === 'string' || !isFields(parsed.value)) return 'its headers are no JSON object';
  const type = textOf(monitor.raw('httpbodyencoding'));
  const media = { json: 'application/json', xml: 'text/xml; charset=utf-8', form: 'application/x-www-form-urlencoded' }[type || 'json'];
  const told = textsOf(parsed.value);
  const hasType = Object.keys(told).some((name) => name.toLowerCase() === 'content-type');
  const usual = monitor.text('body') === '' || hasType || media === undefined ? {} : { 'content-type': media };
  return hideInHeaders(monitor.box, { ...usual, ...told });
}

function conditionsOf(monitor: Monitor): string[] | string {
  const status = acceptedStatus(monitor);
  if (typeof status === 'string') return status;
  if (monitor.type === 'keyword') {
    const keyword = hideExpected(monitor.box, '', monitor.text('keyword'));
    if (keyword === '') return 'it looks for no keyword';
    if (/"\s*[:,]|[{[]/.test(keyword))
      monitor.change('the keyword is looked for in the body as it was sent, spaces included; there JSON was written anew first');
    return [...status, `body ${monitor.flag('invertkeyword') ? 'does not contain' : 'contains'} ${quoted(keyword)}`];
  }
  if (monitor.type !== 'json-query') return status;
  const asked = jsonLines(monitor);
  return typeof asked === 'string' ? asked : [...status, ...asked];
}

function acceptedStatus(monitor: Monitor): string[] | string {
  const raw = monitor.raw('acceptedstatuscodes') ?? monitor.raw('acceptedstatuscodesjson');
  const parsed = typeof raw === 'string' ? parseJson(raw) : { value: raw ?? ['200-299'] };
  const words = typeof parsed === 'string' ? [] : listOf(parsed.value).map(textOf);
  const codes = words.flatMap((text) => {
    const [, from = '', to = from] = /^\s*(\d{3})(?:\s*-\s*(\d{3}))?\s*$/.exec(text) ?? [];
    return from === '' ? [] : range(Number(from), Number(to));
  });
  return statusLines(codes, monitor.change) ?? 'its accepted status codes cannot be read';
}

const OPERATORS: Readonly<Record<string, string>> = { '<': 'below', '<=': 'at most', '>': 'above', '>=': 'at least' };

/** Of JSONata only a plain path has a JSONPath that says the same. */
function jsonLines(monitor: Monitor): string[] | string {
  const text = monitor.text('jsonpath').trim() || '$';
  const path = jsonPathOf(text);
  if (path === null) return 'its query is a JSONata expression that no JSONPath can say';
  const operator = monitor.text('jsonpathoperator') || '==';
  const expected = hideExpected(monitor.box, path, monitor.text('expectedvalue'));
  const subject = `json ${path}`;
  if (operator === '==') return [isLine(subject, [expected])];
  if (operator === '!=') return [`${subject} exists`, isNotLine(subject, expected)];
  if (operator === 'contains') return [`${subject} contains ${quoted(expected)}`];
  const words = OPERATORS[operator];
  if (words === undefined) return 'its query compares in a way that is not known here';
  return numberOf(expected) === null ? 'its query compares with what is no number' : [`${subject} ${words} ${Number(expected)}`];
}

function jsonPathOf(text: string): string | null {
  const bare = text.replace(/^\$\.?(?=$|[^.])/, '');
  if (bare === '') return '$';
  if (!/^(?:[A-Za-z_]\w*|`[^`'"\\\]]+`)(?:\[\d+\])*(?:\.(?:[A-Za-z_]\w*|`[^`'"\\\]]+`)(?:\[\d+\])*)*$/.test(bare)) return null;
  if (/(?:^|\.)(?:and|or|in)(?:$|\.)/.test(bare)) return null;
  const steps = bare.replace(/`([^`]+)`/g, "['$1']").replaceAll(".['", "['");
  return steps.startsWith('[') ? `$${steps}` : `$.${steps}`;
}
