import type { Probe } from './blackbox-probe.ts';
import { ANY_STATUS, literalOf, quoted, range, statusLines } from './condition-text.ts';
import type { TargetDraft } from './harvest.ts';
import { hideInHeaders, hideInText, hideInUrl } from './hide-secrets.ts';
import { type Fields, fieldsOf, flagOf, isEmpty, listOf, textOf, textsOf } from './parse-source.ts';
import { authorisation } from './prometheus-scrapes.ts';
import { webTarget } from './web-target.ts';

const LETS_IN: Readonly<Record<string, string>> = {
  oauth2: 'it gets a token by OAuth 2 first, which a check does not',
  body_file: 'its body stands in another file',
};

const KNOWN: ReadonlySet<string> = new Set(
  `valid_status_codes method headers body basic_auth bearer_token bearer_token_file authorization no_follow_redirects follow_redirects
   fail_if_ssl fail_if_not_ssl fail_if_body_matches_regexp fail_if_body_not_matches_regexp fail_if_header_matches
   fail_if_header_not_matches tls_config preferred_ip_protocol ip_protocol_fallback source_ip_address`.split(/\s+/),
);

/** The prober `http`: one request. */
export function httpProbe(probe: Probe): TargetDraft | string {
  const { settings, box, change } = probe;
  for (const [field, why] of Object.entries(LETS_IN)) if (!isEmpty(settings[field])) return why;
  if (flagOf(settings.fail_if_ssl)) return 'it must answer without TLS, which no condition asks';
  const address = /^https?:\/\//i.test(probe.target) ? probe.target : `http://${probe.target}`;
  const { url, basic } = hideInUrl(box, address);
  const conditions = conditionsOf(probe);
  if (typeof conditions === 'string') return conditions;
  probe.tellOthers(KNOWN);
  const follow = !flagOf(settings.no_follow_redirects) && settings.follow_redirects !== false;
  const headers = { ...hideInHeaders(box, textsOf(settings.headers)), ...authorisation(settings, box, basic) };
  const body = hideInText(box, textOf(settings.body));
  return webTarget({ url, method: textOf(settings.method), headers, body, conditions, maxMs: probe.timeoutMs, follow }, change);
}

function conditionsOf(probe: Probe): string[] | string {
  const { settings } = probe;
  const words = listOf(settings.valid_status_codes).map((one) => textOf(one).toLowerCase());
  const codes = words.length === 0 ? range(200, 299) : words.flatMap(codesOf);
  const status = statusLines(codes, probe.change);
  if (status === null) return 'its valid_status_codes cannot be read';
  const lines = [...status];
  if (flagOf(settings.fail_if_not_ssl)) lines.push('certificate valid for 0 days');
  for (const pattern of listOf(settings.fail_if_body_not_matches_regexp).map(textOf)) lines.push(`body matches /${pattern}/`);
  for (const pattern of listOf(settings.fail_if_body_matches_regexp).map(textOf)) {
    const words = wordsOf(pattern);
    if (words === null)
      probe.leave(`fail_if_body_matches_regexp: ${pattern}`, 'that a body fits no pattern cannot be asked, only that it contains no text');
    else lines.push(...words.map((word) => `body does not contain ${quoted(word)}`));
  }
  for (const one of listOf(settings.fail_if_header_not_matches).map(fieldsOf)) lines.push(...headerLines(probe, one, true));
  for (const one of listOf(settings.fail_if_header_matches).map(fieldsOf)) lines.push(...headerLines(probe, one, false));
  return lines.length === 0 ? [ANY_STATUS] : lines;
}

function codesOf(word: string): number[] {
  if (/^[1-5]xx$/.test(word)) return range(Number(word[0]) * 100, Number(word[0]) * 100 + 99);
  return /^\d{3}$/.test(word) ? [Number(word)] : [];
}

/** `a|b` as the texts that must not be there; `null`: it is more than that. */
function wordsOf(pattern: string): string[] | null {
  const words = pattern
    .replace(/^\.\*|\.\*$/g, '')
    .split('|')
    .map(literalOf);
  return words.every((word): word is string => word !== null && word !== '') ? words : null;
}

function headerLines(probe: Probe, one: Fields, mustMatch: boolean): string[] {
  const [name, pattern] = [textOf(one.header), textOf(one.regexp)];
  const part = `${mustMatch ? 'fail_if_header_not_matches' : 'fail_if_header_matches'}: ${name}: ${pattern}`;
  const mayMiss = flagOf(one.allow_missing);
  if (mustMatch && !mayMiss) return [`header ${name} matches /${pattern}/`];
  const words = mustMatch ? null : wordsOf(pattern);
  if (words === null) {
    probe.leave(
      part,
      mustMatch
        ? 'a header that may be missing cannot be asked to fit'
        : 'that a header fits no pattern cannot be asked, only that it contains no text',
    );
    return [];
  }
  return [...(mayMiss ? [] : [`header ${name} exists`]), ...words.map((word) => `header ${name} does not contain ${quoted(word)}`)];
}
