import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { ask, clickOn } from './type-canaries.ts';

/** Ways to pay that are tried one after the other. */
const MOST = 4;
const INPUTS: ReadonlySet<string> = new Set(['input']);
const PAYMENT = /pay|zahl|płat|plat|betal|betaal|pago|pagam|決済|支払/i;
const wayShape = z.object({ about: z.string(), open: z.boolean() });
const ABOUT_WAY = `function () {
  const label = this.labels && this.labels[0];
  const seen = [this, label].some((it) => it && it.getBoundingClientRect().width > 0);
  return { about: [this.name, this.id, this.getAttribute('aria-label')].filter(Boolean).join(' '), open: this.type === 'radio' && seen && !this.disabled && !this.checked };
}`;

/** Ways to pay that the page offers and that are not chosen yet, in the page's order: for each a function that chooses it. */
export async function otherWaysToPay(page: Page, session: CDPSession, key: string): Promise<(() => Promise<void>)[]> {
  const ways = (await ask(session, key, INPUTS, ABOUT_WAY, wayShape)).filter(({ said }) => said.open && PAYMENT.test(said.about));
  return ways.slice(0, MOST).map(
    ({ node }) =>
      () =>
        choose(page, session, key, node),
  );
}

async function choose(page: Page, session: CDPSession, key: string, node: number): Promise<void> {
  await clickOn(page, session, node).catch(() => undefined);
  const object = await session.send('DOM.resolveNode', { backendNodeId: node }).catch(() => null);
  if (object?.object.objectId === undefined) return;
  // Where only the label is drawn, a click on the place of the input meets nothing.
  await session.send('Runtime.callFunctionOn', {
    objectId: object.object.objectId,
    functionDeclaration: `function () { if (!this.checked) this.click(); } /* ${key} */`,
  });
}
