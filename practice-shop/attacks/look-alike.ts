import { Hono } from 'hono';
import type { PracticeShop } from '../open-practice-shop.ts';
import { serveApp } from '../shop/serve-app.ts';
import { refuseOthers } from './attack-truth.ts';

interface LookAlikeName {
  readonly name: string;
  /** How it was made; `innocent` names only happen to be near. */
  readonly technique: 'homoglyph' | 'omission' | 'doubling' | 'swap' | 'hyphen' | 'added word' | 'other ending' | 'punycode' | 'innocent';
}

export interface LookAlikeTruth {
  readonly attack: 'look-alike';
  readonly startedAt: Date;
  /** A copy of the shop's sign-in page, on another port of this machine. */
  readonly url: string;
  /** Names under reserved endings that imitate `practice-shop.test`, and a few that do not. */
  readonly names: readonly LookAlikeName[];
  /** How many visitors typed something into the copy. What they typed is thrown away. */
  caught(): number;
  stop(): Promise<void>;
}

/** Host names that imitate the practice shop's own, all under endings that can never be registered. */
const lookAlikeNames: readonly LookAlikeName[] = [
  { name: 'practice-sh0p.test', technique: 'homoglyph' },
  { name: 'pract1ce-shop.test', technique: 'homoglyph' },
  { name: 'practlce-shop.example', technique: 'homoglyph' },
  { name: 'practce-shop.test', technique: 'omission' },
  { name: 'practice-shp.example', technique: 'omission' },
  { name: 'practtice-shop.test', technique: 'doubling' },
  { name: 'practice-shopp.example', technique: 'doubling' },
  { name: 'pracitce-shop.test', technique: 'swap' },
  { name: 'practice-hsop.example', technique: 'swap' },
  { name: 'practiceshop.test', technique: 'hyphen' },
  { name: 'prac-tice-shop.example', technique: 'hyphen' },
  { name: 'practice-shop-login.test', technique: 'added word' },
  { name: 'secure-practice-shop.example', technique: 'added word' },
  { name: 'practice-shop-parcel.example', technique: 'added word' },
  { name: 'practice-shop.example', technique: 'other ending' },
  { name: 'practice-shop.invalid', technique: 'other ending' },
  { name: 'xn--prctice-shop-dbb.test', technique: 'punycode' },
  { name: 'garden-shop.example', technique: 'innocent' },
  { name: 'practical-shoes.example', technique: 'innocent' },
  { name: 'law-practice.test', technique: 'innocent' },
  { name: 'shop.example', technique: 'innocent' },
  { name: 'best-practices.test', technique: 'innocent' },
];

/** Copies the shop's sign-in page and its look to another port, as a phishing site would, and lists names it might use. */
export async function lookAlike(shop: PracticeShop): Promise<LookAlikeTruth> {
  await refuseOthers(shop);
  const fetchText = async (path: string): Promise<string> => (await fetch(`${shop.url}${path}`)).text();
  const signIn = await fetchText('/account/sign-in');
  const styles = [...signIn.matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map(([, path = '']) => path);
  const mark = await fetchText('/assets/mark.svg');
  let caught = 0;
  const app = new Hono();
  app.get('/', (c) => c.html(signIn));
  app.get('/account/sign-in', (c) => c.html(signIn));
  for (const path of styles) {
    const sheet = await fetchText(path);
    app.get(path, (c) => c.body(sheet, 200, { 'content-type': 'text/css; charset=utf-8' }));
  }
  app.get('/assets/mark.svg', (c) => c.body(mark, 200, { 'content-type': 'image/svg+xml' }));
  app.post('/account/sign-in', (c) => {
    caught++;
    return c.redirect(`${shop.url}/account/sign-in`, 303);
  });
  const server = await serveApp(app, 0);
  return {
    attack: 'look-alike',
    startedAt: new Date(),
    url: server.url,
    names: lookAlikeNames,
    caught: () => caught,
    stop: () => server.close(),
  };
}
