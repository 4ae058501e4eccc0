import { Resolver as NodeResolver } from 'node:dns/promises';
import { performance } from 'node:perf_hooks';
import { messageOf } from '#kernel/errors.ts';
import type { DnsAnswer, DnsType, Resolver } from './types.ts';

interface ResolverOptions {
  /** `address` or `address:port`; default: the system's servers. */
  readonly servers?: readonly string[];
  /** Per try (default 2,000 ms). */
  readonly timeoutMs?: number;
  readonly tries?: number;
}

/** Opens the resolver. It never throws for what a name server says or fails to say: the answer has three cases. */
export function openResolver(options: ResolverOptions = {}): Resolver {
  const resolver = new NodeResolver({ timeout: options.timeoutMs ?? 2_000, tries: options.tries ?? 2 });
  if (options.servers) resolver.setServers([...options.servers]);
  return {
    ask: async (name, type) => {
      const started = performance.now();
      const ms = () => Math.round((performance.now() - started) * 100) / 100;
      try {
        const records = await read(resolver, name, type);
        return records.length > 0 ? { kind: 'records', records, ms: ms() } : { kind: 'none', ms: ms() };
      } catch (thrown) {
        return failed(thrown, ms());
      }
    },
  };
}

/** Only “no such name” and “no such record” are answers; a refusal, a time-out or nonsense leaves it unknown. */
function failed(thrown: unknown, ms: number): DnsAnswer {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOTFOUND' || code === 'ENODATA') return { kind: 'none', ms };
  const words: Readonly<Record<string, string>> = {
    ETIMEOUT: 'no answer in time',
    ESERVFAIL: 'the name server failed',
    EREFUSED: 'the name server refused',
    ECONNREFUSED: 'the name server is not reachable',
    EBADRESP: 'the name server’s answer makes no sense',
    EBADNAME: 'this is not a name',
  };
  return { kind: 'unknown', reason: words[code] ?? messageOf(thrown), ms };
}

async function read(resolver: NodeResolver, name: string, type: DnsType): Promise<string[]> {
  switch (type) {
    case 'A':
      return resolver.resolve4(name);
    case 'AAAA':
      return resolver.resolve6(name);
    case 'NS':
      return resolver.resolveNs(name);
    case 'CNAME':
      return resolver.resolveCname(name);
    case 'PTR':
      return resolver.resolvePtr(name);
    case 'TXT':
      return (await resolver.resolveTxt(name)).map((parts) => parts.join(''));
    case 'MX':
      return (await resolver.resolveMx(name)).sort((a, b) => a.priority - b.priority).map((mx) => `${mx.priority} ${mx.exchange}`);
    case 'CAA':
      return (await resolver.resolveCaa(name)).map(({ critical, ...tags }) => {
        const [tag, value] = Object.entries(tags).find(([key]) => key !== 'type') ?? ['unknown', ''];
        return `${critical} ${tag} "${String(value)}"`;
      });
    case 'SOA': {
      const soa = await resolver.resolveSoa(name);
      return [`${soa.nsname} ${soa.hostmaster} ${soa.serial}`];
    }
  }
}
