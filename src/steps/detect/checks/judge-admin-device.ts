import { DAY } from '#kernel/time.ts';

/** One successful sign-in of staff. */
export interface StaffSignIn {
  /** ms since 1970. */
  readonly at: number;
  readonly account: string;
  readonly address: string;
  readonly agent: string;
}

export interface NewDevice {
  readonly account: string;
  readonly at: number;
  readonly address: string;
  readonly agent: string;
  /** Other sign-ins of the account that are known. */
  readonly known: number;
}

const MEMORY = 90 * DAY;
const LEARNING = 7 * DAY;

/**
 * Sign-ins of staff from a network and with a program that are both new for the account, since `from`. An account of which less than a
 * week is known cannot have anything new; a network that colleagues use is the office. `signIns`: those of the ninety days before as well.
 */
export function judgeAdminDevices(signIns: readonly StaffSignIn[], from: number): NewDevice[] {
  const sorted = signIns.toSorted((a, b) => a.at - b.at);
  const found: NewDevice[] = [];
  for (const [nth, one] of sorted.entries()) {
    if (one.at < from || one.account === '' || one.address === '') continue;
    const before = sorted.slice(0, nth).filter((other) => other.at >= one.at - MEMORY);
    const own = before.filter((other) => other.account === one.account);
    const [first] = own;
    if (first === undefined || one.at - first.at < LEARNING) continue;
    const network = networkOf(one.address);
    const program = programOf(one.agent);
    if (before.some((other) => networkOf(other.address) === network)) continue;
    if (own.some((other) => programOf(other.agent) === program)) continue;
    found.push({ account: one.account, at: one.at, address: one.address, agent: one.agent, known: own.length });
  }
  return found;
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address.split('.').slice(0, 3).join('.');
  const [head = ''] = address.split('::');
  return [...head.split(':'), '0', '0', '0'].slice(0, 3).join(':').toLowerCase();
}

/** Browser and system without their versions: an update makes no new device. */
export function programOf(agent: string): string {
  const system = /Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux/.exec(agent)?.[0] ?? '';
  const browser = /Edg|OPR|Firefox|Chrome|Safari/.exec(agent)?.[0] ?? agent.split(/[/ ]/, 1)[0] ?? '';
  return `${system} ${browser}`;
}
