import { getDomain, getDomainWithoutSuffix } from 'tldts';
import { z } from 'zod';
import { readData } from '#engines/data/read-data.ts';
import type { FactList } from './fact.ts';

const shape = z.object({
  read: z.iso.date(),
  standing: z.string(),
  /** Words that hosts of well-known scripts carry, and whose domains may. */
  known: z.array(z.object({ word: z.string(), domains: z.array(z.string()).min(1) })),
});

/** Hosts that scripts name: those that try to look like somebody well known, and those that are bare addresses. */
export function readHosts(facts: FactList): void {
  for (const fact of [...facts.facts]) {
    if (fact.detail === null || !/^(?:js-(?:send|load|socket|hidden|base64|action)|html-load|html-frame)/.test(fact.name)) continue;
    const host = /([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(fact.detail)?.[1]?.toLowerCase() ?? '';
    if (/^\d+(?:\.\d+){3}$/.test(host)) facts.add('host:bare', fact.at, fact.layer, host);
    else if (host !== '' && looksLike(host)) facts.add('host:look-alike', fact.at, fact.layer, host);
    else if (host !== '' && /-load/.test(fact.name) && !isWellKnown(host)) facts.add('host:unknown', fact.at, fact.layer, host);
  }
}

function isWellKnown(host: string): boolean {
  const domain = getDomain(host) ?? host;
  return readData('signatures/known-script-hosts.yaml', shape).known.some(({ domains }) => domains.includes(domain));
}

/** Whether a host carries the name of a well-known script's owner without being theirs. */
function looksLike(host: string): boolean {
  const domain = getDomain(host) ?? host;
  const label = (getDomainWithoutSuffix(host) ?? host).replaceAll('-', '');
  return readData('signatures/known-script-hosts.yaml', shape).known.some(({ word, domains }) => {
    if (domains.includes(domain)) return false;
    return label.includes(word) || (word.length >= 7 && isOneAway(label, word));
  });
}

/** One sign more, less or other, or two neighbours changed. */
function isOneAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
