import type { House } from '#engines/house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type Judged, judgeCertificate, judgeDns, judgeHeartbeat, judgeHttp } from './checks/judge-probe.ts';
import type { Reach } from './checks/weigh-witness.ts';
import type { Target } from './target.ts';

export interface Probed {
  readonly judged: Judged;
  readonly reach: Reach;
  readonly ms: number | null;
  /** Milliseconds of each phase of an HTTP request. */
  readonly phases: Readonly<Record<string, number | null>>;
}

type Outside = Pick<House, 'http' | 'resolver' | 'clock'>;

/** Looks once. Never throws for what the target does. */
export async function probe(outside: Outside, target: Target, allowPrivate: boolean, beatAt: Date | null): Promise<Probed> {
  try {
    return await look(outside, target, allowPrivate, beatAt);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError)) throw thrown;
    // A refusal by our own rule says nothing about the target.
    const ours = thrown.code === 'TARGET_PRIVATE' || thrown.code === 'INPUT_INVALID';
    const reason = String(thrown.details.reason ?? thrown.message);
    return {
      judged: { saw: ours ? 'unknown' : 'down', reason: ours ? thrown.message : reason },
      reach: 'unreachable',
      ms: null,
      phases: {},
    };
  }
}

async function look({ http, resolver, clock }: Outside, target: Target, allowPrivate: boolean, beatAt: Date | null): Promise<Probed> {
  const none = { reach: 'answered' as const, phases: {} };
  switch (target.kind) {
    case 'http': {
      const limits = {
        allowPrivate,
        timeoutMs: Math.max(target.maxMs, 1_000),
        maxBytes: target.contains === '' && target.conditions.length === 0 ? 65_536 : 1_048_576,
      };
      const answer = await http.request({ url: target.url, ...limits });
      const { total, ...phases } = answer.phases;
      return { judged: judgeHttp(target, answer, clock.now()), reach: 'answered', ms: total, phases: { ...phases } };
    }
    case 'tcp': {
      const { ms } = await http.connect(target.host, target.port, { allowPrivate, timeoutMs: target.maxMs });
      return { ...none, judged: { saw: 'up', reason: `connected in ${Math.round(ms)} ms` }, ms };
    }
    case 'tls': {
      const facts = await http.handshake(target.host, target.port, { allowPrivate });
      return { ...none, judged: judgeCertificate(facts, target.days, clock.now()), ms: null };
    }
    case 'dns': {
      const answer = await resolver.ask(target.name, target.type);
      return { ...none, judged: judgeDns(target, answer), ms: answer.ms };
    }
    case 'heartbeat':
      return { ...none, judged: judgeHeartbeat(target, beatAt, clock.now()), ms: null };
  }
}
