import type { CDPSession } from 'playwright-core';
import { z } from 'zod';
import type { Frame, PageChange, PaymentPage } from '../../inspection.ts';
import { ABOUT, kindOf } from './field-kinds.ts';

const fieldShape = z.tuple([z.string(), z.string()]);
const seenShape = z.object({
  forms: z.array(z.object({ action: z.string(), fields: z.array(z.string()) })),
  frames: z.array(z.object({ url: z.string(), fields: z.array(fieldShape), late: z.boolean(), covers: z.boolean() })),
  changes: z.array(z.object({ what: z.enum(['form action', 'form', 'frame', 'hint']), to: z.string(), detail: z.string() })),
  words: z.array(z.string()),
});

interface DomSeen {
  readonly forms: PaymentPage['forms'];
  readonly frames: readonly Frame[];
  readonly changes: readonly PageChange[];
  /** Texts of the page, by which a recording of the visit is known. */
  readonly words: readonly string[];
}

// Texts, for they run in the page: this project is not compiled against a browser's types.
const HINTS = `/^(dns-prefetch|preconnect|prefetch|prerender)$/`;
const WATCH = `(() => {
  const changes = [];
  const late = new WeakSet();
  let loaded = false;
  const note = (what, to, detail) => { if (changes.length < 200) changes.push({ what, to: String(to || '').slice(0, 2000), detail: String(detail || '').slice(0, 300) }); };
  const hint = (it) => { if (it.localName === 'link' && ${HINTS}.test(it.rel) && it.href && loaded) note('hint', it.href, it.rel); };
  const added = (it) => {
    if (it.nodeType !== 1) return;
    for (const each of [it, ...it.querySelectorAll('iframe, form, link')]) {
      hint(each);
      if (!loaded) continue;
      if (each.localName === 'iframe') { late.add(each); note('frame', each.src || 'about:srcdoc', each.name || each.id); }
      if (each.localName === 'form') note('form', each.action || document.URL, [...each.elements].map((field) => field.name || field.id).filter(Boolean).slice(0, 20).join(', '));
    }
  };
  new MutationObserver((list) => {
    for (const change of list) {
      for (const node of change.addedNodes) added(node);
      if (change.type !== 'attributes') continue;
      const it = change.target;
      if (it.localName === 'form' && loaded) note('form action', it.action, change.oldValue || '');
      if (it.localName === 'iframe' && loaded) { late.add(it); note('frame', it.src, change.oldValue || ''); }
      hint(it);
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeOldValue: true, attributeFilter: ['action', 'src', 'href', 'rel'] });
  let given = null;
  addEventListener('copy', (e) => { if (given === null) return; e.clipboardData.setData('text/plain', given); given = null; e.preventDefault(); e.stopImmediatePropagation(); }, true);
  globalThis.shopbellGive = (text) => { given = text; };
  addEventListener('load', () => setTimeout(() => { loaded = true; }, 0));
  const shown = (it) => { const box = it.getBoundingClientRect(); return box.width > 4 && box.height > 4 ? box : null; };
  const inputs = () => [...document.querySelectorAll('input:not([type=hidden]), textarea, select')];
  globalThis.shopbellLook = () => JSON.stringify({
    forms: [...document.forms].slice(0, 60).map((form) => ({ action: String(form.getAttribute('action') ? new URL(form.getAttribute('action'), document.baseURI) : document.URL), fields: [...form.elements].map((field) => field.name || field.id || field.type).filter(Boolean).slice(0, 40) })),
    frames: [...document.querySelectorAll('iframe')].slice(0, 60).map((frame) => {
      const box = shown(frame);
      const covers = box !== null && inputs().some((it) => { const b = shown(it); return b && b.left >= box.left - 2 && b.right <= box.right + 2 && b.top >= box.top - 2 && b.bottom <= box.bottom + 2 && !frame.contains(it); });
      let fields = [];
      try { fields = [...frame.contentDocument.querySelectorAll('input, select')].map((it) => [it.type || '', ${ABOUT}]); } catch {}
      return { url: frame.src || 'about:srcdoc', fields: fields.slice(0, 30), late: late.has(frame), covers };
    }),
    changes,
    words: (() => { const words = []; const walk = document.createTreeWalker(document.body || document, 4); while (walk.nextNode() && words.length < 24) { const word = walk.currentNode.textContent.trim().replace(/\\s+/g, ' ').slice(0, 40); if (word.length >= 10 && !/[{};=<>]/.test(word) && walk.currentNode.parentElement && !/^(script|style|noscript|template)$/.test(walk.currentNode.parentElement.localName)) words.push(word); } return words; })(),
  });
})()`;

export interface DomWatcher {
  /** What stands in the page now and what changed since it was loaded; `null` when the page does not answer. */
  look(): Promise<DomSeen | null>;
  /** The next copy in the page gives this text, and the page sees nothing of it. */
  give(text: string): Promise<void>;
}

/** Watches the page's tree from a world of its own, which the page's scripts cannot see. Begin before the page is opened. */
export async function watchDom(session: CDPSession, world: string): Promise<DomWatcher> {
  session.on('Runtime.executionContextCreated', ({ context: made }) => {
    const data = made.auxData as { readonly frameId?: string; readonly isDefault?: boolean } | undefined;
    if (made.name === world && data?.isDefault === false) contexts.set(made.id, data.frameId ?? '');
  });
  const contexts = new Map<number, string>();
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => contexts.delete(executionContextId));
  session.on('Runtime.executionContextsCleared', () => contexts.clear());
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: WATCH, worldName: world });
  await session.send('Runtime.enable');
  const contextOfPage = async () => {
    const main = (await session.send('Page.getFrameTree')).frameTree.frame.id;
    return [...contexts].findLast(([, frame]) => frame === main)?.[0] ?? null;
  };
  return {
    give: async (text) => {
      const contextId = await contextOfPage();
      if (contextId !== null) await session.send('Runtime.evaluate', { expression: `shopbellGive(${JSON.stringify(text)})`, contextId });
    },
    look: async () => {
      const context = await contextOfPage();
      if (context === null) return null;
      const answer = await session.send('Runtime.evaluate', { expression: 'shopbellLook()', contextId: context, returnByValue: true });
      const seen = seenShape.parse(JSON.parse(String(answer.result.value)));
      return {
        ...seen,
        frames: seen.frames.map((frame) => ({
          ...frame,
          fields: [...new Set(frame.fields.map(([type, about]) => kindOf(about, type)).filter((kind) => kind !== null))],
        })),
      };
    },
  };
}
