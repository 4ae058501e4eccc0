import { z } from 'zod';
import { defineEvent } from '#kernel/event.ts';
import { idShape, severityShape } from '#kernel/shapes.ts';

const counts = z.object({ ok: z.int(), found: z.int(), unknown: z.int() });

export const runStarted = defineEvent('inspect.run-started', z.object({ run: idShape('run'), shop: idShape('shop'), url: z.string() }));
export const runFinished = defineEvent(
  'inspect.run-finished',
  z.object({ run: idShape('run'), shop: idShape('shop'), url: z.string(), counts }),
);
/** A weakness seen for the first time, or seen again after it was gone. */
export const findingOpened = defineEvent(
  'inspect.finding-opened',
  z.object({
    finding: idShape('fnd'),
    shop: idShape('shop'),
    check: z.string(),
    severity: severityShape,
    title: z.string(),
    url: z.string(),
  }),
);
export const findingGone = defineEvent(
  'inspect.finding-gone',
  z.object({ finding: idShape('fnd'), shop: idShape('shop'), check: z.string() }),
);
/** A person looked at the payment page’s scripts and hosts and said why they are there. */
export const scriptsAuthorised = defineEvent(
  'inspect.scripts-authorised',
  z.object({ shop: idShape('shop'), scripts: z.int(), hosts: z.int(), reason: z.string() }),
);
export const settingsChanged = defineEvent('inspect.settings-changed', z.object({ shop: idShape('shop'), changed: z.array(z.string()) }));
export const controlProven = defineEvent(
  'inspect.control-proven',
  z.object({ shop: idShape('shop'), by: z.enum(['file', 'dns', 'meta']) }),
);
