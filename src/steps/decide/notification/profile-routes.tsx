import type { Context, Hono } from 'hono';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { page } from '#web/page.tsx';
import type { WebEnv } from '#web/types.ts';
import { saveOrganisationProfile } from '../verbs/save-organisation-profile.ts';
import { type Profile, profileShape } from './profile.ts';
import { ProfilePage } from './profile-page.tsx';
import { readProfile } from './read-profile.ts';

/** `/decide/profile`: what the organisation says of itself to authorities. */
export function addProfileRoutes(app: Hono<WebEnv>): void {
  app.get('/profile', async (c) => {
    const { house, scope } = c.var;
    refuseOthers(c);
    return show(c, await house.state.inOrg(scope.org, (db) => readProfile(house, db, scope.org)));
  });
  app.post('/profile', async (c) => {
    refuseOthers(c);
    const form = await c.req.formData();
    const sent = sentProfile(form);
    const parsed = profileShape.safeParse(sent);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => `${issue.path[0] === undefined ? '' : String(issue.path[0])}: ${issue.message}`);
      return show(c, sent as Profile, issues.join('; '));
    }
    try {
      await saveOrganisationProfile(c.var.scope, { profile: parsed.data });
    } catch (thrown) {
      if (!(thrown instanceof ShopbellError) || thrown.code !== 'INPUT_INVALID') throw thrown;
      return show(c, sent as Profile, messageOf(thrown));
    }
    return c.redirect('/decide/profile', 303);
  });
}

/** Names and addresses of the organisation's people are for those who decide. Throws NOT_ALLOWED. */
function refuseOthers(c: Context<WebEnv>): void {
  if (!may(c.var.scope.actor.role, 'decide')) throw new ShopbellError('NOT_ALLOWED', { permission: 'decide' });
}

function sentProfile(form: FormData): Record<keyof Profile, unknown> {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '';
  };
  const lists = {
    establishedIn: text('establishedIn')
      .split(/[\s,;]+/)
      .filter((code) => code !== '')
      .map((code) => code.toUpperCase()),
    services: form.getAll('services').map(String),
    measures: form.getAll('measures').map(String),
  };
  const texts = Object.keys(profileShape.shape).filter((name) => !(name in lists));
  return { ...Object.fromEntries(texts.map((name) => [name, text(name)])), ...lists } as Record<keyof Profile, unknown>;
}

async function show(c: Context<WebEnv>, profile: Profile, error?: string): Promise<Response> {
  const { t } = c.var;
  return page(c, {
    step: 'decide',
    title: t('notification.profile.heading'),
    heading: t('notification.profile.heading'),
    lead: t('notification.profile.lead'),
    crumbs: [{ href: '/decide', label: t('decide.name') }],
    ...(error === undefined ? {} : { status: 400 }),
    body: <ProfilePage profile={profile} error={error} />,
  });
}
