import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { ShopbellError } from '#kernel/errors.ts';
import type { WebEnv } from '#web/types.ts';
import type { Choice } from './affected/choice.ts';
import type { PeopleCount } from './checks/judge-groups.ts';
import { choiceOfForm, choiceOfSignal } from './choice-form.ts';
import { textOf, whyOf } from './form-values.ts';
import { countPeople } from './verbs/count-people.ts';
import { listEntered } from './verbs/list-entered.ts';
import { listPeople } from './verbs/list-people.ts';
import { lookUpPerson, type PersonTouched } from './verbs/look-up-person.ts';
import { openSealedList } from './verbs/open-sealed-list.ts';

/** What a form asked, and what came of it. */
export interface Asked {
  readonly what?: 'person' | 'count' | 'people' | 'entered' | 'open';
  readonly result?: PersonTouched;
  readonly count?: PeopleCount;
  readonly wrong?: string;
}

interface Shows {
  showSignal(c: Context<WebEnv>, asked: Asked): Promise<Response>;
  showChoice(c: Context<WebEnv>, asked: Asked): Promise<Response>;
}

/** What is asked about the people behind touched records: each of these opens something, so each needs a reason. */
export function addAffectedForms(app: Hono<WebEnv>, { showSignal, showChoice }: Shows): void {
  app.post('/signals/:id/affected', (c) => answer(c, () => choiceOfSignal(c), showSignal));
  app.post('/affected', (c) => answer(c, () => choiceOfForm(c), showChoice));
  app.post('/affected/open', async (c) => {
    const form = await c.req.formData();
    try {
      const file = form.get('file');
      const text = file instanceof File ? await file.text() : textOf(file);
      const { csv } = await openSealedList(c.var.scope, { text, purpose: textOf(form.get('purpose')) });
      return giveCsv(c, csv, 'records.csv');
    } catch (thrown) {
      return showChoice(c, { what: 'open', wrong: whyOf(thrown, ['INPUT_INVALID']) });
    }
  });
}

const whatShape = z.enum(['person', 'count', 'people', 'entered']);

async function answer(
  c: Context<WebEnv>,
  choose: () => Choice,
  show: (c: Context<WebEnv>, asked: Asked) => Promise<Response>,
): Promise<Response> {
  const form = await c.req.formData();
  const parsed = whatShape.safeParse(form.get('what'));
  if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: 'what: unknown' });
  const what = parsed.data;
  const { scope } = c.var;
  const asked = { choice: choose(), purpose: textOf(form.get('purpose')) };
  try {
    if (what === 'person') return await show(c, { what, result: await lookUpPerson(scope, { ...asked, who: textOf(form.get('who')) }) });
    if (what === 'entered') {
      const signal = 'signal' in asked.choice ? asked.choice.signal : null;
      if (signal === null) throw new ShopbellError('NOT_FOUND', { what: 'signal' });
      return giveCsv(c, (await listEntered(scope, { signal, purpose: asked.purpose })).csv, 'accounts.csv');
    }
    if (what === 'count') return await show(c, { what, count: await countPeople(scope, asked) });
    return giveCsv(c, (await listPeople(scope, asked)).csv, 'people.csv');
  } catch (thrown) {
    if (thrown instanceof ShopbellError && thrown.code !== 'NOT_FOUND' && thrown.code !== 'NOT_ALLOWED')
      return show(c, { what, wrong: thrown.message });
    throw thrown;
  }
}

function giveCsv(c: Context<WebEnv>, csv: string, name: string): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="${name}"`);
  c.header('Cache-Control', 'no-store');
  return c.body(csv);
}
