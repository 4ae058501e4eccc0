import type { Context, Hono } from 'hono';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { readWallTime } from '#kernel/local-time.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { findCase } from '../readers.ts';
import { prepareNotification } from '../verbs/prepare-notification.ts';
import { submitNotification } from '../verbs/submit-notification.ts';
import { compareNotifications } from './compare-notifications.ts';
import { decidersCase } from './deciders-case.ts';
import { addFileRoutes } from './file-routes.tsx';
import { localeOf } from './form-words.ts';
import { type Loaded, loadNotification } from './load-notification.ts';
import { phaseShape } from './notification-shape.ts';
import { addProfileRoutes } from './profile-routes.tsx';
import { readSubmitted } from './read-submitted.ts';
import { saveFields } from './save-fields.ts';
import { SectionCards } from './section-cards.tsx';
import { SubmissionsCard, SubmitCard, type Submitted } from './submit-cards.tsx';
import { notificationTemplate } from './tables.ts';
import { FileLinks, MeterCard, SetupCard } from './top-cards.tsx';

type Ask = Context<WebEnv>;

/** `/decide/cases/{case}/notification`: the notification to the authority, its files, what was submitted; and the organisation's profile. */
export function addNotificationRoutes(app: Hono<WebEnv>): void {
  app.get('/cases/:id/notification', (c) => show(c));
  app.post('/cases/:id/notification/fields', takeFields);
  app.post('/cases/:id/notification/setup', takeSetup);
  app.post('/cases/:id/notification/submit', takeSubmission);
  addFileRoutes(app);
  addProfileRoutes(app);
}

async function show(c: Ask, refused?: { readonly error: string; readonly form: FormData }): Promise<Response> {
  const { house, scope, t, timeZone = 'UTC' } = c.var;
  const id = decidersCase(c);
  const path = `/decide/cases/${id}/notification`;
  const { loaded, submitted } = await house.state.inOrg(scope.org, async (db) => {
    const row = await findCase(db, id);
    return {
      loaded: await loadNotification(house, db, scope.org, row, { at: house.clock.now(), timeZone }),
      submitted: await readSubmitted(house, db, scope.org, id),
    };
  });
  const asked = refused?.form.get('edit') ?? c.req.query('edit');
  const edit = notificationTemplate().sections.find((one) => one.id === asked)?.id ?? null;
  const typed = refused?.form ?? null;
  const { filled, phase, row } = loaded;
  return page(c, {
    step: 'decide',
    title: t('notification.title', { number: row.number }),
    heading: t('notification.heading', { missing: filled.completeness.missing.length }),
    lead: t('notification.lead-line', { number: row.number, title: row.title, version: row.version }),
    crumbs: [
      { href: '/decide', label: t('decide.name') },
      { href: `/decide/cases/${id}`, label: row.number },
    ],
    actions: <FileLinks path={path} />,
    ...(refused === undefined ? {} : { status: 400 }),
    body: (
      <>
        {refused === undefined ? null : (
          <p class="form-error" role="alert">
            {refused.error}
          </p>
        )}
        <MeterCard loaded={loaded} path={path} typed={edit === null ? typed : null} />
        <SetupCard loaded={loaded} path={path} />
        <SectionCards {...{ path, fields: filled.fields, phase, edit, typed, mayChange: row.wrapped_key !== null }} />
        <SubmitCard loaded={loaded} path={path} changes={changesOf(loaded, submitted)} />
        <SubmissionsCard submitted={submitted} casePath={`/decide/cases/${id}`} />
        <p class="soft">{t('notification.standing', { version: notificationTemplate().version, day: notificationTemplate().read_on })}</p>
      </>
    ),
  });
}

/** Against the last submission to the same authority; null while there is none. */
function changesOf(loaded: Loaded, submitted: readonly Submitted[]) {
  const last = submitted.findLast(({ row }) => row.authority === (loaded.authority?.id ?? null));
  return last === undefined ? null : compareNotifications(last.file, loaded.file);
}

async function takeFields(c: Ask): Promise<Response> {
  const id = decidersCase(c);
  const form = await c.req.formData();
  const certainty = form.get('certainty') === 'likely' ? 'likely' : 'confirmed';
  const evidence = String(form.get('evidence') ?? '').trim();
  return refusing(c, form, async () => {
    await saveFields(c.var.scope, form, { case: id, timeZone: c.var.timeZone ?? 'UTC', certainty, evidence });
    const section = notificationTemplate().sections.find((one) => one.id === form.get('edit'))?.id;
    return `#${section === undefined ? 'missing' : `section-${section}`}`;
  });
}

async function takeSetup(c: Ask): Promise<Response> {
  const id = decidersCase(c);
  const form = await c.req.formData();
  return refusing(c, form, async () => {
    const phase = phaseShape.safeParse(form.get('phase'));
    const authority = String(form.get('authority') ?? '');
    await prepareNotification(c.var.scope, {
      case: id,
      timeZone: c.var.timeZone ?? 'UTC',
      ...(phase.success ? { phase: phase.data } : {}),
      authority: authority === '' ? null : authority,
      language: localeOf(String(form.get('language') ?? '')),
    });
    return '';
  });
}

async function takeSubmission(c: Ask): Promise<Response> {
  const id = decidersCase(c);
  const form = await c.req.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const timeZone = c.var.timeZone ?? 'UTC';
  return refusing(c, form, async () => {
    const at = readWallTime(text('at'), timeZone);
    if (at === null) throw new ShopbellError('INPUT_INVALID', { reason: 'at: choose day and time' });
    const about = { authorityName: text('authorityName'), channel: text('channel'), reference: text('reference'), note: text('note') };
    await submitNotification(c.var.scope, { case: id, timeZone, at: at.toISOString(), version: Number(text('version')), ...about });
    return '#submissions';
  });
}

/** What was refused is said on the page itself, with what was typed still there; nothing is changed. */
async function refusing(c: Ask, form: FormData, work: () => Promise<string>): Promise<Response> {
  try {
    const anchor = await work();
    return c.redirect(`/decide/cases/${decidersCase(c)}/notification${anchor}`, 303);
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
    return show(c, { error: messageOf(thrown), form });
  }
}
