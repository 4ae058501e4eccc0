import type { Person } from '#engines/identity/people.ts';
import type { OpenInvitation } from '#registry/invitations.ts';
import { type PersonRole, personRoles } from '#registry/types.ts';
import { Button } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { DataTable } from '#web/components/data-table.tsx';
import { Field, Radios, Select } from '#web/components/fields.tsx';
import { Form } from '#web/components/form.tsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';

export type PersonRow = Person & { readonly role: PersonRole; readonly joinedAt: Date };

export interface PeopleViewProps {
  readonly rows: readonly PersonRow[];
  readonly invitations: readonly OpenInvitation[];
  readonly manages: boolean;
  readonly self: string;
  /** A fresh invitation's link, shown once. */
  readonly link: string | undefined;
  readonly error: string | undefined;
}

export function PeopleView(props: PeopleViewProps) {
  const { t } = useView();
  const { rows, manages } = props;
  return (
    <>
      {props.error ? (
        <p class="form-error" role="alert">
          {props.error}
        </p>
      ) : null}
      {props.link ? (
        <Card heading={t('access.people.link')} tone="calm">
          <p>{t('access.people.linkWhy')}</p>
          <p>
            <code>{props.link}</code>
          </p>
        </Card>
      ) : null}
      <DataTable
        caption={t('access.tab.people')}
        rows={rows}
        columns={[
          { key: 'name', label: t('access.people.name'), cell: (row) => row.name, sortBy: (row) => row.name },
          { key: 'email', label: t('access.field.email'), cell: (row) => row.email, sortBy: (row) => row.email },
          { key: 'role', label: t('access.people.role'), cell: (row) => <Role row={row} manages={manages} />, sortBy: (row) => row.role },
          {
            key: 'since',
            label: t('access.people.since'),
            cell: (row) => <Time at={row.joinedAt} as="day" />,
            sortBy: (row) => row.joinedAt,
          },
          ...(manages
            ? [{ key: 'remove', label: t('access.remove'), cell: (row: PersonRow) => <Remove row={row} self={props.self} /> }]
            : []),
        ]}
      />
      {manages ? <Invitations {...props} /> : null}
    </>
  );
}

function Role({ row, manages }: { readonly row: PersonRow; readonly manages: boolean }) {
  const { t } = useView();
  if (!manages) return <>{t(`access.role.${row.role}`)}</>;
  return (
    <Form action={`/settings/people/${row.id}/role`} layout="inline">
      <Select
        id={`role-${row.id}`}
        name="role"
        label={<span class="sr">{t('access.people.roleOf', { name: row.name })}</span>}
        value={row.role}
        options={personRoles.map((role) => ({ value: role, label: t(`access.role.${role}`) }))}
        required
      />
      <Button>{t('access.save')}</Button>
    </Form>
  );
}

function Remove({ row, self }: { readonly row: PersonRow; readonly self: string }) {
  const { t } = useView();
  return (
    <Form action={`/settings/people/${row.id}/remove`} layout="inline">
      <Button kind="danger">{t(row.id === self ? 'access.people.leave' : 'access.remove')}</Button>
    </Form>
  );
}

function Invitations({ invitations }: PeopleViewProps) {
  const { t } = useView();
  return (
    <>
      {invitations.length > 0 ? (
        <Card heading={t('access.people.invited')}>
          <ul class="plain rows">
            {invitations.map((one) => (
              <li>
                {one.email} · {t(`access.role.${one.role}`)} · {t('access.people.until')} <Time at={one.expiresAt} />
                <Form action={`/settings/people/invitations/${one.invitation}/withdraw`} layout="inline">
                  <Button>{t('access.people.withdraw')}</Button>
                </Form>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Card heading={t('access.people.invite')}>
        <Form action="/settings/people/invite">
          <Field name="email" type="email" label={t('access.field.email')} autocomplete="off" required />
          <Radios
            name="role"
            label={t('access.people.role')}
            value="viewer"
            options={personRoles.map((role) => ({ value: role, label: t(`access.role.${role}`), hint: t(`access.roleHint.${role}`) }))}
            required
          />
          <Button kind="main">{t('access.people.makeLink')}</Button>
        </Form>
      </Card>
    </>
  );
}
