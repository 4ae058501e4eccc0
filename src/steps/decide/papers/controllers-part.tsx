import { Button, ButtonLink } from '#web/components/button.tsx';
import { Card } from '#web/components/card.tsx';
import { Field, Select } from '#web/components/fields.tsx';
import { Fold } from '#web/components/fold.tsx';
import { Form } from '#web/components/form.tsx';
import { Pill } from '#web/components/pill.tsx';
import { Time } from '#web/components/time.tsx';
import { locales } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { CaseRow } from '../store.ts';
import { hashPaper } from './memo.ts';
import type { SentNoticeRow } from './papers-tables.ts';
import { PartyForm } from './party-form.tsx';
import { type ControllerPart, toldOf } from './read-notices.ts';

export interface ControllersPartProps {
  readonly row: CaseRow;
  readonly parts: readonly ControllerPart[];
  readonly sent: readonly SentNoticeRow[];
  readonly mayDecide: boolean;
  /** Whether the case says that the organisation processes for others. */
  readonly isProcessor: boolean;
}

/** For a processor: one notice for each controller, and what was sent to whom, when, by which way. */
export function ControllersPart({ row, parts, sent, mayDecide, isProcessor }: ControllersPartProps) {
  const { t } = useView();
  return (
    <>
      {parts.map((part) => (
        <ControllerCard row={row} part={part} sent={toldOf(part, sent)} mayDecide={mayDecide} />
      ))}
      {isProcessor && mayDecide ? (
        <Card>
          <PartyForm row={row} kind="controller" party={null} summary={t('papers.party.add')} />
        </Card>
      ) : null}
      {parts.length > 0 || sent.length === 0 ? null : (
        <Card heading={t('papers.controllers.heading')}>
          <Sent sent={sent} />
        </Card>
      )}
    </>
  );
}

interface CardProps {
  readonly row: CaseRow;
  readonly part: ControllerPart;
  readonly sent: readonly SentNoticeRow[];
  readonly mayDecide: boolean;
}

function ControllerCard({ row, part, sent, mayDecide }: CardProps) {
  const { t } = useView();
  const { notice, stated, key } = part;
  const hash = hashPaper(notice);
  const isTold = sent.some((one) => one.hash === hash);
  const names = notice.shops.map((shop) => shop.name).join(', ');
  return (
    <Card heading={t('papers.controllers.one', { controller: stated?.name ?? names })} foot={t('papers.controllers.foot')}>
      <p>
        <Pill tone={isTold ? 'ok' : 'warn'}>
          {t('papers.controllers.told', { told: isTold ? 'yes' : sent.length > 0 ? 'before' : 'no' })}
        </Pill>{' '}
        {names}
        {part.dueAt === null ? null : (
          <>
            {' · '}
            {t('papers.party.due')} <Time at={part.dueAt} as="exact" />
          </>
        )}
      </p>
      <p class="soft">
        {t('papers.party.view', {
          register: t('decide.answer', { answer: part.view.register }),
          authority: t('decide.answer', { answer: part.view.authority }),
          people: t('decide.answer', { answer: part.view.people }),
        })}
      </p>
      {notice.missing.length === 0 ? null : (
        <p class="soft">
          {t('papers.notice.missing')} {notice.missing.map((gap) => t('papers.notice.gap', { gap })).join(', ')}.
        </p>
      )}
      <p>
        <ButtonLink href={`/decide/cases/${row.id}/controllers/${key}.html`}>{t('papers.print')}</ButtonLink>{' '}
        <ButtonLink href={`/decide/cases/${row.id}/controllers/${key}.pdf`}>PDF</ButtonLink>
      </p>
      <Sent sent={sent} />
      {mayDecide ? (
        <>
          {part.shops.map((shop, index) => (
            <ControllerForm row={row} shop={shop} name={notice.shops[index]?.name ?? shop} part={part} />
          ))}
          {stated === null ? null : (
            <PartyForm
              row={row}
              kind="controller"
              party={part.party}
              shop={part.shops.length === 0 ? null : { key, ...stated }}
              summary={t('papers.party.part')}
            />
          )}
          {stated === null ? null : <SentForm row={row} part={part} hash={hash} />}
        </>
      ) : null}
    </Card>
  );
}

function Sent({ sent }: { readonly sent: readonly SentNoticeRow[] }) {
  const { t } = useView();
  if (sent.length === 0) return null;
  return (
    <ul class="plain rows">
      {sent.map((one) => (
        <li>
          <Time at={one.sent_at} /> {t('papers.controllers.sent', { controller: one.controller, contact: one.contact, way: one.way })}{' '}
          <code>{one.hash}</code>
        </li>
      ))}
    </ul>
  );
}

interface FormProps {
  readonly row: CaseRow;
  readonly part: ControllerPart;
}

function ControllerForm({ row, shop, name, part }: FormProps & { readonly shop: string; readonly name: string }) {
  const { t } = useView();
  const { stated } = part;
  return (
    <Fold summary={t('papers.controllers.who', { shop: name })} open={stated === null}>
      <Form action={`/decide/cases/${row.id}/papers/controller`}>
        <input type="hidden" name="shop" value={shop} />
        <div class="fields-2">
          <Field name="name" id={`name-${shop}`} label={t('papers.controllers.name')} value={stated?.name} maxlength={200} required />
          <Field
            name="contact"
            id={`contact-${shop}`}
            label={t('papers.controllers.contact')}
            value={stated?.contact}
            maxlength={200}
            required
          />
          <Select
            name="language"
            id={`language-${shop}`}
            label={t('papers.controllers.language')}
            options={locales.map((value) => ({ value, label: new Intl.DisplayNames([value], { type: 'language' }).of(value) ?? value }))}
            value={stated?.language}
            required
          />
        </div>
        <Button>{t('papers.controllers.state')}</Button>
      </Form>
    </Fold>
  );
}

function SentForm({ row, part, hash }: FormProps & { readonly hash: string }) {
  const { t, timeZone } = useView();
  return (
    <Fold summary={t('papers.controllers.note')}>
      <Form action={`/decide/cases/${row.id}/papers/told`}>
        <p class="soft">{t('papers.controllers.sends-nothing')}</p>

        <input type="hidden" name="part" value={part.key} />
        <input type="hidden" name="hash" value={hash} />
        <div class="fields-2">
          <Field
            name="sentAt"
            id={`sent-${part.key}`}
            type="datetime-local"
            label={t('papers.controllers.when')}
            hint={t('decide.filing.zone', { zone: timeZone })}
            required
          />
          <Field name="way" id={`way-${part.key}`} label={t('papers.controllers.way')} maxlength={200} required />
        </div>
        <Button>{t('papers.controllers.button')}</Button>
      </Form>
    </Fold>
  );
}
