import { type Context, Hono } from 'hono';
import type { Identity } from '#engines/identity/types.ts';
import { acceptInvitation, findInvitation, requireInvitationToken } from '#registry/index.ts';
import type { OpenInvitation } from '#registry/invitations.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import type { WebEnv } from '#web/types.ts';
import { attempt } from './attempt.ts';
import { doorPage } from './door-page.tsx';
import { enterNewPerson } from './enter-new-person.ts';
import { readFields, visitorOf } from './visitor.ts';

/** The page behind an invitation's link: a new person chooses a password, one who is signed in joins. */
export function invitationRoutes(identity: Identity): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.get('/invitation', (c) => show(c, identity, c.req.query('token') ?? ''));
  app.post('/invitation', async (c) => {
    const fields = await readFields(c);
    const { token = '', name = '', password = '' } = fields;
    const { session } = await identity.whoIs(visitorOf(c));
    const joins = fields.join === 'yes' && session !== null && session.proof !== 'password';
    const done = await attempt(() => {
      const { org } = requireInvitationToken(token);
      const scope = { house: c.var.house, org, actor: { kind: 'system', id: 'invitation', role: 'system' } } as const;
      return acceptInvitation(scope, { token, who: joins ? { person: session.person.id } : { name, password } });
    });
    if (!done.ok) return show(c, identity, token, done, name);
    if (joins) return c.redirect('/', 303);
    return enterNewPerson(c, identity, done.value.email, password);
  });
  return app;
}

async function show(
  c: Context<WebEnv>,
  identity: Identity,
  token: string,
  problem?: { readonly error: string; readonly status: number },
  name?: string,
): Promise<Response> {
  const { t, house } = c.var;
  const open = await attempt(() => {
    const read = requireInvitationToken(token);
    return house.state.inOrg(read.org, (db) => findInvitation(house, db, read, house.clock.now()));
  });
  if (!open.ok) {
    return doorPage(c, {
      title: t('access.invitation.title'),
      heading: t('access.invitation.closed'),
      lead: open.error,
      status: open.status,
      body: null,
    });
  }
  const { session } = await identity.whoIs(visitorOf(c));
  const mine = session?.person.email === open.value.email && session.proof !== 'password';
  return doorPage(c, {
    title: t('access.invitation.title'),
    heading: t('access.invitation.heading'),
    lead: t('access.invitation.lead', { role: t(`access.role.${open.value.role}`), email: open.value.email }),
    ...(problem ? { status: problem.status } : {}),
    body: mine ? (
      <Join token={token} label={t('access.invitation.join')} />
    ) : (
      <NewPerson {...{ token, name, invitation: open.value, error: problem?.error, t }} />
    ),
  });
}

function Join({ token, label }: { readonly token: string; readonly label: string }) {
  return (
    <Form action="/invitation">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="join" value="yes" />
      <Button kind="main">{label}</Button>
    </Form>
  );
}

interface NewPersonProps {
  readonly token: string;
  readonly name: string | undefined;
  readonly invitation: OpenInvitation;
  readonly error: string | undefined;
  readonly t: WebEnv['Variables']['t'];
}

function NewPerson({ token, name, invitation, error, t }: NewPersonProps) {
  return (
    <Card>
      <Form action="/invitation" error={error}>
        <input type="hidden" name="token" value={token} />
        <Field
          name="email"
          type="email"
          label={t('access.field.email')}
          value={invitation.email}
          autocomplete="username"
          readonly
          required
        />
        <Field name="name" label={t('access.field.name')} value={name} autocomplete="name" maxlength={200} required />
        <Field
          name="password"
          type="password"
          label={t('access.field.password')}
          hint={t('access.field.passwordHint')}
          autocomplete="new-password"
          minlength={12}
          required
        />
        <Button kind="main">{t('access.invitation.go')}</Button>
      </Form>
    </Card>
  );
}
