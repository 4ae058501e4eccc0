import { z } from 'zod';
import { seenCertificate } from '../changes/seen-certificate.ts';
import { type HttpDemand, judgeHttp } from '../checks/judge-http.ts';
import { conditionLines, headers, maxMs, webAddress } from './fields.ts';
import { defineKind, type Outside } from './kind.ts';

/** A web page or an interface, asked once. */
export const http = defineKind({
  shape: z.strictObject({
    kind: z.literal('http'),
    url: webAddress(/^https?:$/, 'http:// or https://'),
    method: z.enum(['GET', 'HEAD', 'POST', 'OPTIONS']).default('GET'),
    headers,
    /** What is sent; empty sends none. */
    body: z.string().max(100_000).default(''),
    /** Status codes that are fine; empty means 200 to 399. */
    status: z.array(z.int().min(100).max(599)).default([]),
    /** Text that the page must contain; empty asks for none. */
    contains: z.string().max(500).default(''),
    /** Lines that must all be true, such as `json $.state is "open"`. */
    conditions: conditionLines('answer'),
    /** Longest whole time that is fine, ms. */
    maxMs: maxMs(10_000),
    /** Fewest days that the certificate must still be valid; 0 asks only that it is. */
    certificateDays: z.int().min(0).max(365).default(0),
  }),
  fields: [
    { name: 'url', as: 'text', required: true, example: 'https://shop.example/' },
    {
      name: 'conditions',
      as: 'list',
      example:
        'status is 200 or 204 · body contains "In stock" · json $.state is "open" · time below 800 ms · certificate valid for 14 days',
    },
    { name: 'method', as: 'choice', choices: ['GET', 'HEAD', 'POST', 'OPTIONS'] },
    { name: 'headers', as: 'pairs', example: 'authorization: Bearer {{token}}' },
    { name: 'body', as: 'long' },
    { name: 'maxMs', as: 'number' },
    { name: 'certificateDays', as: 'number' },
  ],
  destination: ({ url }) => originOf(url),
  look: async (outside, target, { allowPrivate }) => {
    const answer = await outside.http.request(requestOf(target, allowPrivate));
    const { total, ...phases } = answer.phases;
    const judged = judgeHttp(target, answer, outside.clock.now());
    return { judged, reach: 'answered', ms: total, phases, ...seenCertificate(answer.tls) };
  },
});

/** Scheme, host and port; what cannot be read as an address stands for itself. */
export function originOf(url: string): string {
  return URL.parse(url)?.origin ?? url;
}

interface Asked extends HttpDemand {
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'OPTIONS' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads no more of the body than is judged. */
export function requestOf(target: Asked, allowPrivate: boolean): Parameters<Outside['http']['request']>[0] {
  const readsBody = target.contains !== '' || target.conditions.some((line) => /^(?:body|json|size)\b/i.test(line));
  return {
    url: target.url,
    method: target.method,
    headers: target.headers,
    ...(target.body === '' ? {} : { body: target.body }),
    allowPrivate,
    timeoutMs: Math.max(target.maxMs, 1_000),
    maxBytes: readsBody ? 1_048_576 : 65_536,
  };
}
