import { getDomain } from 'tldts';
import type { z } from 'zod';
import type { targetShape } from '../kinds/kinds.ts';

type Target = z.input<typeof targetShape>;

interface SensibleCheck {
  readonly name: string;
  readonly target: Target;
  readonly everyMs: number;
}

/** What is watched for every new shop: its home page, its certificate, its name. */
export function sensibleChecks(name: string, url: string): SensibleCheck[] {
  const { hostname, port, protocol } = new URL(url);
  const page: Target = { kind: 'http', url };
  const checks: SensibleCheck[] = [{ name: `${name}: home page`, target: page, everyMs: 20_000 }];
  if (protocol === 'https:') {
    const target: Target = { kind: 'tls', host: hostname, port: Number(port || 443), days: 14 };
    checks.push({ name: `${name}: certificate`, target, everyMs: 3_600_000 });
  }
  if (getDomain(hostname) !== null) {
    checks.push({ name: `${name}: DNS`, target: { kind: 'dns', domain: hostname, type: 'A' }, everyMs: 300_000 });
  }
  return checks;
}
