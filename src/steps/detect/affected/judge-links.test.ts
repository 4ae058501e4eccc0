import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Candidate, judgeLinks, type Rarity, type Traits } from './judge-links.ts';

const nothing: Traits = { sessions: [], accounts: [], agents: [], tls: [], addresses: [] };
const known: Traits = { sessions: ['s1'], accounts: ['a1'], agents: ['odd/1', 'Firefox'], tls: ['t1'], addresses: ['203.0.113.9'] };
const rarity = (agents: Record<string, number>, tls: Record<string, number> = {}, networks: Record<string, number> = {}): Rarity => ({
  agents: new Map(Object.entries(agents)),
  tls: new Map(Object.entries(tls)),
  networks: new Map(Object.entries(networks)),
});
const rare = rarity({ 'odd/1': 2, Firefox: 4000 }, { t1: 3 }, { '203.0.113': 2 });
const other = (traits: Partial<Traits>, actor = 1): Candidate => ({ ...nothing, ...traits, actor, records: 5 });

it('a session or an account in common is the same people; rare traits make it likely; one of them is a hint', () => {
  expect(judgeLinks(known, [other({ sessions: ['s1'] })], rare)).toMatchObject([{ strength: 3, why: ['session'] }]);
  expect(judgeLinks(known, [other({ accounts: ['a1'], agents: ['Firefox'] })], rare)).toMatchObject([{ strength: 3, why: ['account'] }]);
  expect(judgeLinks(known, [other({ agents: ['odd/1'], tls: ['t1'] })], rare)).toMatchObject([{ strength: 2, why: ['agent', 'tls'] }]);
  expect(judgeLinks(known, [other({ addresses: ['203.0.113.77'] })], rare)).toMatchObject([{ strength: 1, why: ['network'] }]);
});

it('everybody’s browser, a carrier’s network and a common fingerprint link nobody', () => {
  const crowd = [other({ agents: ['Firefox'] }), other({ addresses: ['203.0.113.77'] }, 2), other({ tls: ['t1'] }, 3)];
  expect(judgeLinks(known, crowd, rarity({ Firefox: 4000 }, { t1: 900 }, { '203.0.113': 300 }))).toEqual([]);
});

it('the strongest come first, and who shares nothing is never among them', () => {
  const words = fc.array(fc.constantFrom('x', 'y', 'z', ''), { maxLength: 3 });
  const candidate = fc.record({
    ...{ actor: fc.nat(), records: fc.nat(), sessions: words, accounts: words, agents: words, tls: words },
    addresses: fc.array(fc.constantFrom('192.0.2.1', '198.51.100.1', '2001:db8::1'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(candidate, fc.array(candidate), (mine, others) => {
      const links = judgeLinks(mine, others, rarity({ x: 1 }, { y: 1 }, { '192.0.2': 1 }));
      expect(links.map((link) => link.strength)).toEqual(links.map((link) => link.strength).sort((a, b) => b - a));
      for (const { candidate: one, why } of links) {
        if (why.includes('session'))
          expect(one.sessions.some((session) => session !== '' && (mine.sessions as readonly string[]).includes(session))).toBe(true);
        if (why.includes('agent')) expect(one.agents).toContain('x');
        if (why.includes('network')) expect(one.addresses).toContain('192.0.2.1');
      }
    }),
  );
});
