import { type Context, Hono } from 'hono';
import { readPeople } from '#engines/identity/people.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { isId } from '#kernel/ids.ts';
import { may } from '#kernel/permissions.ts';
import { changeRole, invitePerson, listInvitations, listMembers, removePerson, withdrawInvitation } from '#registry/index.ts';
import { type PersonRole, personRoles } from '#registry/types.ts';
import type { WebEnv } from '#web/types.ts';
import { attempt, type Refusal } from './attempt.ts';
import { PeopleView } from './people-view.tsx';
import { settingsPage } from './settings-page.tsx';
import { readFields } from './visitor.ts';

/** The people of the organisation: who they are, their roles, invitations. */
export function peopleRoutes(): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/settings/people', (c) => peoplePage(c, {}));
  app.post('/settings/people/invite', async (c) => {
    const { email = '', role } = await readFields(c);
    const done = await attempt(() => invitePerson(c.var.scope, { email, role: roleOf(role) }));
    if (!done.ok) return peoplePage(c, { problem: done });
    return peoplePage(c, { link: `${c.var.house.publicUrl}/invitation?token=${done.value.token}` });
  });
  app.post('/settings/people/:person/role', async (c) => {
    const { role } = await readFields(c);
    const done = await attempt(() => changeRole(c.var.scope, { person: personOf(c.req.param('person')), role: roleOf(role) }));
    return done.ok ? c.redirect('/settings/people', 303) : peoplePage(c, { problem: done });
  });
  app.post('/settings/people/:person/remove', async (c) => {
    const done = await attempt(() => removePerson(c.var.scope, { person: personOf(c.req.param('person')) }));
    return done.ok ? c.redirect('/settings/people', 303) : peoplePage(c, { problem: done });
  });
  app.post('/settings/people/invitations/:id/withdraw', async (c) => {
    const id = c.req.param('id');
    if (!isId('inv', id)) throw new ShopbellError('NOT_FOUND', { what: 'invitation' });
    await withdrawInvitation(c.var.scope, { invitation: id });
    return c.redirect('/settings/people', 303);
  });
  return app;
}

function roleOf(text: string | undefined): PersonRole {
  const role = personRoles.find((name) => name === text);
  if (!role) throw new ShopbellError('INPUT_INVALID', { reason: 'role: must be one of the roles' });
  return role;
}

function personOf(text: string): `per_${string}` {
  if (!isId('per', text)) throw new ShopbellError('NOT_FOUND', { what: 'person' });
  return text;
}

interface Shown {
  readonly problem?: Refusal;
  readonly link?: string;
}

async function peoplePage(c: Context<WebEnv>, { problem, link }: Shown): Promise<Response> {
  const { house, scope, t } = c.var;
  const manages = may(scope.actor.role, 'manage-people');
  const { members, people, invitations } = await house.state.inOrg(scope.org, async (db) => {
    const found = await listMembers(db);
    return {
      members: found,
      people: await readPeople(
        db,
        found.map((member) => member.person),
      ),
      invitations: manages ? await listInvitations(house, db, house.clock.now()) : [],
    };
  });
  const rows = members.flatMap((member) => {
    const person = people.find((one) => one.id === member.person);
    return person ? [{ ...person, role: member.role, joinedAt: member.joinedAt }] : [];
  });
  return settingsPage(c, {
    place: 'people',
    heading: t('access.people.heading', { count: rows.length }),
    ...(problem ? { status: problem.status } : {}),
    body: <PeopleView {...{ rows, invitations, manages, link, error: problem?.error, self: scope.actor.id }} />,
  });
}
