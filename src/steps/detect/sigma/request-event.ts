import { decoded } from '../checks/exposed-files.ts';
import type { SigmaEvent } from './compile-rule.ts';

/** What a rule may look at of one request. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly agent: string;
  readonly referrer: string;
  readonly status: number;
  readonly address: string;
  readonly bytes: number;
}

/**
 * A request under Sigma's names. `cs-uri-query` is the path with its query, as public rules use it;
 * addresses are given raw and percent-decoded, and a value matches when it matches either.
 */
export function requestEvent(request: RequestFacts): SigmaEvent {
  const uri = both(request.query === '' ? request.path : `${request.path}?${request.query}`);
  const stem = both(request.path);
  const agent = [request.agent];
  const referrer = both(request.referrer);
  return {
    'cs-method': [request.method],
    'c-uri': uri,
    'cs-uri': uri,
    'cs-uri-query': uri,
    'c-uri-query': uri,
    'cs-uri-stem': stem,
    'c-uri-stem': stem,
    'cs-user-agent': agent,
    'c-useragent': agent,
    'cs-referer': referrer,
    'cs-referrer': referrer,
    'sc-status': [String(request.status)],
    'sc-bytes': [String(request.bytes)],
    'c-ip': [request.address],
    src_ip: [request.address],
  };
}

function both(text: string): string[] {
  if (!text.includes('%') && !text.includes('+')) return [text];
  const plain = decoded(text);
  const spaced = plain.replaceAll('+', ' ');
  return [...new Set([text, plain, spaced])];
}
