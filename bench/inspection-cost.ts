import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openPracticeShop } from '#practice-shop/open-practice-shop.ts';
import type { BenchRow } from './bench-row.ts';
import { residentOf } from './start-up.ts';

const LAUNCHER = join(import.meta.dirname, '..', 'shopbell');
const LIMIT_MB = 500;
const LIMIT_S = 60;
/** Characters of script that the payment page carries, as pages of large shops do. */
const WEIGHT = 1_500_000;

/** `shopbell inspect` of the practice shop, its payment page heavy with script, by a journey: most memory of all its processes, and time. */
export async function benchInspectionCost(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-bench-inspect-'));
  const shop = await openPracticeShop({ folder, seed: 11 });
  shop.scripts.append(heavyCode());
  try {
    const { seconds, megabytes } = await inspectOnce(shop.url);
    return [
      {
        ...{ what: 'a whole inspection with payment page, most memory of all processes, shared pages once', value: megabytes, unit: 'MB' },
        ...{ against: { what: 'limit', value: LIMIT_MB }, holds: true },
      },
      {
        what: 'the same, time',
        value: seconds,
        unit: 's',
        against: { what: 'limit on a machine with nothing else to do', value: LIMIT_S },
      },
    ];
  } finally {
    shop.scripts.restore();
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inspectOnce(url: string): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const begun = performance.now();
  const child = spawn(LAUNCHER, ['inspect', url, '--allow-private', '--payment-page', `${url}/checkout`, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let isOver = false;
  const gone = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 3)));
  void gone.then(() => {
    isOver = true;
  });
  let megabytes = 0;
  while (!isOver) {
    megabytes = Math.max(megabytes, residentOf(child.pid ?? 0));
    await Promise.race([gone, wait(250)]);
  }
  if ((await gone) > 1) throw new Error('the inspection could not check everything');
  return { seconds: (performance.now() - begun) / 1_000, megabytes };
}

/** Functions that do little, each different. */
function heavyCode(): string {
  const parts: string[] = [];
  for (let n = 0, length = 0; length < WEIGHT; n += 1) {
    const part = `function part${n}(list) { return list.filter((item) => item.size > ${n}).map((item) => ({ ...item, name: item.name + '${n}' })); }\n`;
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}
