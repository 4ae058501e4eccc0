import { z } from 'zod';
import { fillInAll, withoutSecrets } from '../checks/fill-in.ts';
import { api } from './api.ts';
import { dns } from './dns.ts';
import { dnssec } from './dnssec.ts';
import { domain } from './domain.ts';
import { grpc } from './grpc.ts';
import { heartbeat } from './heartbeat.ts';
import { http } from './http.ts';
import { icmp } from './icmp.ts';
import { journey } from './journey.ts';
import type { FieldOfKind, Kind, Looked, Outside, Situation } from './kind.ts';
import { mail } from './mail.ts';
import { prometheus } from './prometheus.ts';
import { providerStatus } from './provider-status.ts';
import { queue } from './queue.ts';
import { sql } from './sql.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';
import { udp } from './udp.ts';
import { webhooks } from './webhooks.ts';
import { websocket } from './websocket.ts';

const kinds = {
  ...{ http, api, journey, heartbeat, mail, sql, queue, prometheus, webhooks, 'provider-status': providerStatus },
  ...{ tls, domain, dns, dnssec, tcp, udp, icmp, websocket, grpc },
};

export type KindName = keyof typeof kinds;

export const kindNames = Object.keys(kinds) as readonly KindName[];

/** What a check looks at, and what must be true. */
export const targetShape = z.discriminatedUnion('kind', [
  http.shape,
  api.shape,
  journey.shape,
  heartbeat.shape,
  mail.shape,
  sql.shape,
  queue.shape,
  prometheus.shape,
  webhooks.shape,
  providerStatus.shape,
  tls.shape,
  domain.shape,
  dns.shape,
  dnssec.shape,
  tcp.shape,
  udp.shape,
  icmp.shape,
  websocket.shape,
  grpc.shape,
]);

export type Target = z.output<typeof targetShape>;

/** A target of any kind finds the kind of its own name. */
function kindOf(name: KindName): Kind<z.ZodObject> {
  return kinds[name] as unknown as Kind<z.ZodObject>;
}

/** The fields by which the console asks for a kind. */
export function fieldsOf(name: KindName): readonly FieldOfKind[] {
  return kindOf(name).fields;
}

/** Why a kind is only looked at from here; `null`: it need not be. */
export function whyFromHere(name: KindName): string | null {
  return kindOf(name).fromHere ?? null;
}

/** Whether a stored target is of a kind that only hints. */
export function isHint(target: unknown): boolean {
  const kind = typeof target === 'object' && target !== null ? Reflect.get(target, 'kind') : null;
  return kindNames.some((name) => name === kind && kindOf(name).hint === true);
}

/** Whether its looks wait for minutes. */
export function isPatient(name: KindName): boolean {
  return kindOf(name).patient === true;
}

/** The shortest time between two looks, ms: a look must be over before the next. */
export function leastEveryMs(target: Target): number {
  return kindOf(target.kind).leastEveryMs?.(target) ?? 1_000;
}

/** Where a check goes, in a few characters, without its secrets. */
export function destinationOf(target: Target): string {
  return kindOf(target.kind).destination(target);
}

/** Looks once, with the secrets filled in; they are taken out of what is told. */
export async function lookWith(outside: Outside, target: Target, situation: Situation): Promise<Looked> {
  const { secrets } = situation;
  const looked = await kindOf(target.kind).look(outside, fillInAll(target, secrets), situation);
  return { ...looked, judged: { ...looked.judged, reason: withoutSecrets(looked.judged.reason, secrets) } };
}
