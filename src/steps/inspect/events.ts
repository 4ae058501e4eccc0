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
