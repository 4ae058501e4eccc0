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
  const found: NewDevice[] = [];
  const networks = new Map<string, number>();
  const programs = new Map<string, number>();
  const accounts = new Map<string, { readonly since: number; count: number }>();
  for (const one of signIns.toSorted((a, b) => a.at - b.at)) {
    if (one.account === '' || one.address === '') continue;
    const network = networkOf(one.address);
    const program = `${one.account}\n${programOf(one.agent)}`;
    const own = accounts.get(one.account) ?? { since: one.at, count: 0 };
    const isRecent = (last: number | undefined): boolean => last !== undefined && last >= one.at - MEMORY;
    const isNew = !isRecent(networks.get(network)) && !isRecent(programs.get(program));
    if (one.at >= from && isNew && own.count > 0 && one.at - own.since >= LEARNING) {
      found.push({ account: one.account, at: one.at, address: one.address, agent: one.agent, known: own.count });
    }
    networks.set(network, one.at);
    programs.set(program, one.at);
    accounts.set(one.account, { since: own.since, count: own.count + 1 });
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
