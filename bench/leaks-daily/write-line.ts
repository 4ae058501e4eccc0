import { combinedLine } from '#practice-shop/shop/combined-line.ts';
import type { Hit, LogFields } from './types.ts';

/** A line of a combined access log, with the shop's further fields behind it as `name=value`. */
export function writeLine(hit: Hit, fields: LogFields): string {
  const { address, agent, session, account } = hit.who;
  const { method, target, status, bytes } = hit;
  const line = combinedLine({ address, at: new Date(hit.at), method, target, status, bytes, referer: '', agent });
  if (fields === 'none') return line;
  const known = { sid: session, account: fields === 'full' ? account : undefined, tried: fields === 'full' ? hit.tried : undefined };
  const extras = Object.entries(known).map(([name, value]) => (value === undefined ? '' : ` ${name}=${value}`));
  return `${line.slice(0, -1)}${extras.join('')}\n`;
}
