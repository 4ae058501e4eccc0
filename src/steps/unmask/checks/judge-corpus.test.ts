import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nameWords } from '../words.ts';
import { makeJudge } from './judge-name.ts';
import { readHost } from './read-host.ts';

const folder = new URL('../../../../../shared/corpora/names/', import.meta.url);
const present = existsSync(folder);
const lines = (name: string) => readFileSync(new URL(name, folder), 'utf8').trim().split('\n');

/** Own names of the corpus' brands, as far as anybody knows them from outside. */
const own: Record<string, string[]> = {
  allegro: ['allegro.pl'],
  amazon: ['amazon.com', 'amazon.de', 'amazon.co.uk', 'amazon.co.jp', 'amazon.pl', 'amazon.ie', 'amazonaws.com'],
  ebay: ['ebay.com', 'ebay.de', 'ebay.co.uk'],
  dhl: ['dhl.com', 'dhl.de'],
  paypal: ['paypal.com'],
};

test.skipIf(!present)('names of the corpora (figures printed; skipped where the corpora are absent)', () => {
  const rows = lines('phishing-with-brand.tsv')
    .slice(1)
    .map((line) => line.split('\t'));
  const innocent = [...lines('top-domains.txt'), ...lines('phishing-without-brand.txt')];
  for (const [brand, ownNames] of Object.entries(own)) {
    const judge = makeJudge({ words: [brand], own: ownNames, safe: [] }, nameWords());
    const hosts = rows.filter((row) => row[0] === brand).map((row) => readHost(row[1] ?? '') ?? '');
    const missed = hosts.filter((host) => judge(host).verdict === 'nothing');
    const flagged = innocent.map((line) => judge(readHost(line) ?? '')).filter((one) => one.verdict === 'suspicious');
    const endings = flagged.filter((one) => one.reasons[0]?.code === 'other-ending').length;
    const wrong = flagged.length - endings;
    console.log(
      `${brand}: ${hosts.length - missed.length} of ${hosts.length} found; ${wrong} of ${innocent.length} others flagged, ${endings} more as the same name under another ending`,
    );
    expect(hosts.length - missed.length).toBeGreaterThan(hosts.length / 2);
    expect(wrong).toBeLessThan(innocent.length / 500);
  }
});
