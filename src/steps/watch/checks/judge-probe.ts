import type { DnsAnswer } from '#engines/dns/types.ts';
import type { HttpAnswer, TlsFacts } from '#engines/http/types.ts';
import { DAY, SECOND } from '#kernel/time.ts';
import type { Target } from '../target.ts';
import type { Condition } from './conditions/condition.ts';
import { judgeCondition } from './conditions/judge-condition.ts';
import { parseCondition } from './conditions/parse-condition.ts';

/** What a probe brought home, judged: up or down, and why in one line. */
export interface Judged {
  readonly saw: 'up' | 'down' | 'unknown';
  readonly reason: string;
}

type TargetOf<K extends Target['kind']> = Extract<Target, { kind: K }>;

const up = (reason: string): Judged => ({ saw: 'up', reason });
const down = (reason: string): Judged => ({ saw: 'down', reason });

const parsed = new Map<string, Condition | string>();

function parsedOnce(line: string): Condition | string {
  const known = parsed.get(line) ?? parseCondition(line);
  if (parsed.size > 10_000) parsed.clear();
  parsed.set(line, known);
  return known;
}

/** Judges an HTTP answer: status, certificate, text, conditions, time, in this order. A condition on the status stands for the usual 200 to 399. */
export function judgeHttp(target: TargetOf<'http'>, answer: HttpAnswer, now: Date): Judged {
  const asksStatus = target.conditions.some((line) => /^status\b/i.test(line));
  const usual = asksStatus || (answer.status >= 200 && answer.status < 400);
  const fine = target.status.length > 0 ? target.status.includes(answer.status) : usual;
  if (!fine) return down(`answered ${answer.status}`);
  if (answer.tls) {
    const certificate = judgeCertificate(answer.tls, target.certificateDays, now);
    if (certificate.saw === 'down') return certificate;
  }
  if (target.contains !== '' && !Buffer.from(answer.body).toString('utf8').includes(target.contains)) {
    return down(`answered ${answer.status}, but the page does not contain “${target.contains}”`);
  }
  for (const line of target.conditions) {
    const condition = parsedOnce(line);
    if (typeof condition === 'string') return { saw: 'unknown', reason: condition };
    const { holds, reason } = judgeCondition(condition, answer, now);
    if (holds !== 'yes') return { saw: holds === 'no' ? 'down' : 'unknown', reason };
  }
  const total = Math.round(answer.phases.total);
  if (total > target.maxMs) return down(`took ${total} ms, more than ${target.maxMs} ms`);
  return up(`${answer.status} in ${total} ms`);
}

/** Judges a certificate: trusted, and valid for at least so many days. */
export function judgeCertificate(facts: TlsFacts, days: number, now: Date): Judged {
  const left = Math.floor((facts.validTo.getTime() - now.getTime()) / DAY);
  if (left < 0) return down(`the certificate expired on ${facts.validTo.toISOString().slice(0, 10)}`);
  if (facts.trusted !== true) return down(facts.trusted);
  if (left < days) return down(`the certificate expires in ${left} days`);
  return up(`certificate valid for ${left} days`);
}

export function judgeDns(target: TargetOf<'dns'>, answer: DnsAnswer): Judged {
  if (answer.kind === 'unknown') return { saw: 'unknown', reason: answer.reason };
  if (answer.kind === 'none') return down(`there is no ${target.type} record for ${target.name}`);
  if (target.contains === '' || answer.records.some((record) => record.includes(target.contains)))
    return up(answer.records.slice(0, 3).join(', '));
  return down(`${target.type} of ${target.name} is ${answer.records.slice(0, 3).join(', ')}, without “${target.contains}”`);
}

/** Judges a heartbeat by its last beat; before the first one nothing is known. */
export function judgeHeartbeat(target: TargetOf<'heartbeat'>, beatAt: Date | null, now: Date): Judged {
  if (beatAt === null) return { saw: 'unknown', reason: 'no beat yet' };
  const late = Math.floor((now.getTime() - beatAt.getTime()) / SECOND);
  return late > target.period + target.grace ? down(`the last beat is ${late} s old`) : up(`last beat ${late} s ago`);
}
