// Makes the pictures that the README and the docs show, from the practice shop: npm run screenshots
// With a folder as argument it makes every picture it knows into that folder instead: wide and light, on a phone and dark.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { enumerateOrders } from '#practice-shop/attacks/enumerate-orders.ts';
import { sendVisitors } from '#practice-shop/visitors.ts';
import { followLedger } from '../src/cli/drill/follow-ledger.ts';
import { walkTheWay } from '../src/cli/drill/walk-the-way.ts';
import { caseOpened } from '../src/steps/decide/events.ts';
import { lookForHoneys, makeHoneys, placeHoney, saveRule } from '../src/steps/detect/index.ts';
import { runFinished } from '../src/steps/inspect/events.ts';
import { openStage, type Stage } from './open-stage.ts';
import { seedOrders } from './seed-orders.ts';
import { seedServices } from './seed-services.ts';
import { seedStatus } from './seed-status.ts';

const SHOWN = [
  'overview-light',
  'overview-phone-dark',
  'case-light',
  'incident-light',
  'notice-light',
  'public-light',
  'orders-light',
  'status-light',
  'systems-light',
];
/** A longer picture is not read in the README; what needs somebody stands at the top of each page. */
const TALLEST = 2_400;
const [elsewhere] = process.argv.slice(2);
const FOLDER = elsewhere ?? join(import.meta.dirname, '..', 'docs', 'screenshots');
mkdirSync(FOLDER, { recursive: true });

await using stage = await openStage(1_200);
const away = new AbortController();
const visitors = sendVisitors(stage.practice, { perSecond: 15, signal: away.signal });
const ledger = await followLedger(stage.running.house, stage.rehearsal.org);
await ledger.first(runFinished, 90_000);
const attack = enumerateOrders(stage.practice, { count: 240, perSecond: 30 });
const opened = await ledger.first(caseOpened, 30_000);
await attack;
await stage.running.house.clock.sleep(8_000);
const { case: caseId, incident } = opened?.payload ?? { case: '', incident: '' };

await shoot(stage, 'overview', '/');
await shoot(stage, 'case', `/decide/cases/${caseId}`);
await shoot(stage, 'signals', '/detect');
await shoot(stage, 'rules', '/detect/rules');
const signalId = await stage.withPage({}, async (page) => {
  await page.goto(`${stage.running.url}/detect`);
  return (await page.locator('a[href*="/detect/signals/"]').first().getAttribute('href')) ?? '';
});
await shoot(stage, 'signal', signalId);
await shoot(stage, 'affected', `${signalId}/affected`);
const scope = { house: stage.running.house, org: stage.rehearsal.org, actor: { kind: 'system', id: 'pictures', role: 'system' } } as const;
const text =
  'title: A tool looks at orders\nlogsource: { category: webserver }\ndetection:\n  orders: { cs-uri-stem|contains: order }\n  condition: orders\nlevel: low\n';
const { rule } = await saveRule(scope, { shop: stage.rehearsal.shop, rule: null, text });
await shoot(stage, 'rule', `/detect/rules/${rule}`);
await shoot(
  stage,
  'hunt',
  `/detect/hunt?shop=${stage.rehearsal.shop}&hours=24&filter=${encodeURIComponent('cs-uri-stem|contains: order')}`,
);
const { honeys } = await makeHoneys(scope, {
  shop: stage.rehearsal.shop,
  places: ['Shop', 'Newsletter tool', 'Courier'],
  domain: 'post.example',
});
const [honey] = honeys;
if (honey !== undefined) {
  await placeHoney(scope, { honey, customer: '1204', order: '104900' });
  await stage.withPage({}, async (page) => {
    await page.goto(`${stage.running.url}/detect/honeys/${honey}`);
    const mail = await page.locator('code').first().textContent();
    await lookForHoneys(scope, { text: `list\n${mail};x`, where: 'a paste site' });
  });
  await stage.running.house.clock.sleep(3_000);
  await shoot(stage, 'honey', `/detect/honeys/${honey}`);
}
await shoot(stage, 'honeys', '/detect/honeys');
await shoot(stage, 'watch', '/watch');
await shoot(stage, 'inspect', '/inspect');
const way = await walkTheWay({
  running: stage.running,
  rehearsal: stage.rehearsal,
  ledger,
  practice: stage.practice,
  attack,
  say: () => undefined,
});
await shoot(stage, 'incident', `/respond/incidents/${incident}`);
await shoot(stage, 'notice', `/tell/notices/${way.notice?.id ?? ''}`);
await shoot(stage, 'register', '/decide/register');
if (way.publicPath) await shoot(stage, 'public', way.publicPath, true);
await seedOrders(stage);
await shoot(stage, 'orders', '/watch/orders');
await shoot(stage, 'orders-late', `/watch/orders/${stage.rehearsal.shop}/not-shipped`);
await seedServices(stage);
await shoot(stage, 'systems', '/watch/systems');
await shoot(stage, 'system', `/watch/systems/one?shop=${stage.rehearsal.shop}&name=checkout`);
const statusPath = await seedStatus(stage);
await shoot(stage, 'status', statusPath, true);
await shoot(stage, 'status-console', '/watch/status');
away.abort();
await visitors;
await ledger.stop();

/** The page light on a wide screen and dark on a phone. */
async function shoot(on: Stage, name: string, path: string, stranger = false): Promise<void> {
  for (const [suffix, width, dark] of [
    ['light', 1_280, false],
    ['phone-dark', 390, true],
  ] as const) {
    if (elsewhere === undefined && !SHOWN.includes(`${name}-${suffix}`)) continue;
    await on.withPage({ width, dark, stranger }, async (page) => {
      await page.goto(on.running.url + path, { waitUntil: 'load' });
      await page.waitForTimeout(300);
      const whole = Number(await page.evaluate('document.documentElement.scrollHeight'));
      const clip = { x: 0, y: 0, width, height: Math.min(whole, TALLEST) };
      await page.screenshot({ path: join(FOLDER, `${name}-${suffix}.png`), ...(dark ? {} : { fullPage: true, clip }) });
      process.stderr.write(`${name}-${suffix}\n`);
    });
  }
}
