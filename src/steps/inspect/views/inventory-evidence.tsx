import type { Child } from 'hono/jsx';
import { DAY } from '#kernel/time.ts';
import { formatTime, Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { Evidence } from '../inventory/evidence.ts';
import { wordsOf } from './script-diff.tsx';

const WEEK = 7 * DAY;

interface EvidenceProps {
  readonly evidence: Evidence;
}

/** The evidence for an assessor as it is printed: what applies, every look, the inventory, what changed, who answered, room to sign. */
export function EvidenceBody({ evidence }: EvidenceProps) {
  const { t } = useView();
  return (
    <div class="report">
      <p>{t('inspect.evidence.what')}</p>
      <Rules evidence={evidence} />
      <Looks evidence={evidence} />
      <Pictures evidence={evidence} />
      <InventoryPart evidence={evidence} />
      <Changes evidence={evidence} />
      <Answers evidence={evidence} />
      <Signatures evidence={evidence} />
    </div>
  );
}

function Part({ heading, children }: { readonly heading: string; readonly children?: Child }) {
  return (
    <section class="card">
      <h2>{heading}</h2>
      {children}
    </section>
  );
}

function Rows({
  head,
  rows,
  none,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  readonly none: string;
}) {
  if (rows.length === 0) return <p>{none}</p>;
  return (
    <table class="table">
      <thead>
        <tr>
          {head.map((name) => (
            <th scope="col">{name}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {row.map((value, index) => (
              <td data-label={head[index] ?? ''}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rules({ evidence: { paymentPage, shop, paysBy, pspConfirmed, rule } }: EvidenceProps) {
  const { t } = useView();
  return (
    <Part heading={t('inspect.evidence.rules')}>
      <p>
        {t('inspect.evidence.page')} <code>{`${shop.url}${paymentPage ?? ''}`}</code>
      </p>
      {rule === null || paysBy === null ? (
        <p>{t('inspect.evidence.rules-unknown')}</p>
      ) : (
        <>
          <p>
            {t(`inspect.pays-by.${paysBy}`)} {t('inspect.evidence.form', { form: rule.form })} {t(`inspect.duty.${rule.duty}`)}
          </p>
          {rule.duty === 'criterion' ? <p>{t(pspConfirmed ? 'inspect.evidence.psp-yes' : 'inspect.evidence.psp-no')}</p> : null}
          <ul>
            {rule.sources.map((source) => (
              <li>
                {source.title}, {source.where}
              </li>
            ))}
          </ul>
          <p>{t('inspect.evidence.no-advice')}</p>
        </>
      )}
    </Part>
  );
}

function Looks({ evidence: { looks, longestGapDays, from, cut } }: EvidenceProps) {
  const { t, locale, timeZone } = useView();
  const began = looks[0]?.at ?? null;
  const count = (result: string) => looks.filter((look) => look.result === result).length;
  return (
    <Part heading={t('inspect.evidence.looks', { count: looks.length })}>
      <p>{t('inspect.evidence.looks-sum', { fine: count('fine'), found: count('found'), unseen: count('not-seen') + count('unknown') })}</p>
      <p>
        {longestGapDays === null
          ? t('inspect.evidence.gap-none')
          : t(longestGapDays <= 7 ? 'inspect.evidence.gap-weekly' : 'inspect.evidence.gap-long', { days: longestGapDays })}
      </p>
      {began !== null && began.getTime() - from.getTime() > WEEK ? (
        <p>{t('inspect.evidence.began', { day: formatTime(began, locale, timeZone, 'day') })}</p>
      ) : null}
      <Rows
        head={[t('inspect.when'), t('inspect.result'), t('inspect.basis')]}
        rows={looks.map((look) => [<Time at={look.at} as="exact" />, t(`inspect.look.${look.result}`), look.text])}
        none={t('inspect.not-yet')}
      />
      {cut.includes('looks') ? <p>{t('inspect.evidence.cut')}</p> : null}
    </Part>
  );
}

function Pictures({ evidence: { pictures } }: EvidenceProps) {
  const { t } = useView();
  return (
    <Part heading={t('inspect.evidence.pictures')}>
      <p>{pictures.length === 0 ? t('inspect.evidence.no-pictures') : t('inspect.evidence.pictures-text')}</p>
      {pictures.map(({ at, url, sha256, jpeg }) => (
        <figure>
          <img src={`data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`} alt={url} width="720" />
          <figcaption>
            <Time at={at} as="exact" />, <code>{url}</code>, SHA-256 <code>{sha256}</code>
          </figcaption>
        </figure>
      ))}
    </Part>
  );
}

function InventoryPart({ evidence }: EvidenceProps) {
  const { t } = useView();
  const { scripts, hosts, headers, vendors } = evidence;
  const decided = useDecided(evidence);
  const head = (first: string, second: string) => [
    first,
    t('inspect.scripts.state'),
    second,
    t('inspect.scripts.why'),
    t('inspect.script.decided'),
  ];
  const none = t(evidence.looked ? 'inspect.evidence.nothing' : 'inspect.inv.unseen');
  return (
    <>
      <Part heading={t('inspect.evidence.scripts', { count: scripts.length })}>
        <Rows
          head={head(t('inspect.scripts.script'), 'SHA-256')}
          rows={scripts.map((row) => [
            row.url,
            t(`inspect.standing.${row.standing}`),
            <code>{row.hash}</code>,
            row.reason ?? '–',
            decided(row),
          ])}
          none={none}
        />
      </Part>
      <Part heading={t('inspect.inv.hosts')}>
        <Rows
          head={head(t('inspect.inv.host'), t('inspect.first-seen'))}
          rows={hosts.map((row) => [
            ...[row.host, t(`inspect.standing.${row.standing}`), <Time at={row.first_seen} as="day" />, row.reason ?? '–', decided(row)],
          ])}
          none={none}
        />
        {vendors.map((row) => (
          <p>
            {t('inspect.evidence.vendor', { domain: row.domain, reason: row.reason })}{' '}
            {decided({ ...row, authorised_at: row.trusted_at, authorised_by: row.trusted_by })}
          </p>
        ))}
      </Part>
      <Part heading={t('inspect.inv.headers')}>
        <Rows
          head={head(t('inspect.inv.header'), t('inspect.inv.value'))}
          rows={headers.map((row) => [
            ...[row.name, t(`inspect.standing.${row.standing}`), <code>{row.value.slice(0, 1_500) || t('inspect.inv.absent')}</code>],
            ...[row.reason ?? '–', decided(row)],
          ])}
          none={t(evidence.looked ? 'inspect.inv.headers-none' : 'inspect.inv.unseen')}
        />
      </Part>
    </>
  );
}

interface DecidedRow {
  readonly authorised_at: Date | null;
  readonly authorised_by: string | null;
  readonly owner: string | null;
  readonly until: Date | null;
  readonly rejected_at?: Date | null;
  readonly rejected_by?: string | null;
}

/** Who said so and when, who answers for it, until when. */
function useDecided({ names }: Pick<Evidence, 'names'>): (row: DecidedRow) => string {
  const { t, locale, timeZone } = useView();
  const day = (at: Date) => formatTime(at, locale, timeZone, 'day');
  return (row) => {
    const [at, by] = row.rejected_at ? [row.rejected_at, row.rejected_by] : [row.authorised_at, row.authorised_by];
    if (at === null) return '–';
    const parts = [`${day(at)}, ${names.get(by ?? '') ?? by ?? ''}`];
    if (row.owner) parts.push(`${t('inspect.inv.owner')}: ${row.owner}`);
    if (row.until) parts.push(`${t('inspect.script.until')} ${day(row.until)}`);
    return parts.join('; ');
  };
}

function Changes({ evidence: { changes, cut } }: EvidenceProps) {
  const { t } = useView();
  return (
    <Part heading={t('inspect.evidence.changes', { count: changes.length })}>
      <Rows
        head={[t('inspect.when'), t('inspect.weakness'), t('inspect.evidence.change'), t('inspect.evidence.from-to')]}
        rows={changes.map((change) => [
          <Time at={change.at} />,
          <code>{change.key}</code>,
          `${t(`inspect.kind.${change.kind}`)}: ${t(`inspect.change.${change.what}`)}${(change.adds ?? []).length > 0 ? `; ${t('inspect.diff.now')} ${(change.adds ?? []).map((name) => wordsOf(name, t)).join(', ')}` : ''}`,
          <code>{`${change.from?.slice(0, 200) ?? '–'} → ${change.to?.slice(0, 200) ?? '–'}`}</code>,
        ])}
        none={t('inspect.evidence.nothing')}
      />
      {cut.includes('changes') ? <p>{t('inspect.evidence.cut')}</p> : null}
    </Part>
  );
}

function Answers({ evidence: { alerts, acts, names } }: EvidenceProps) {
  const { t } = useView();
  return (
    <>
      <Part heading={t('inspect.evidence.alerts', { count: alerts.length })}>
        <Rows
          head={[t('inspect.when'), t('inspect.severity'), t('inspect.weakness'), t('inspect.evidence.gone')]}
          rows={alerts.map((alert) => [
            ...[<Time at={alert.at} />, t(`inspect.severity.${alert.severity}`), alert.title],
            alert.goneAt === null ? t('inspect.evidence.still') : <Time at={alert.goneAt} />,
          ])}
          none={t('inspect.evidence.nothing')}
        />
      </Part>
      <Part heading={t('inspect.evidence.acts', { count: acts.length })}>
        <Rows
          head={[t('inspect.when'), t('inspect.evidence.who'), t('inspect.evidence.act'), t('inspect.scripts.why'), t('inspect.weakness')]}
          rows={acts.map((act) => [
            ...[<Time at={act.at} />, names.get(act.who) ?? act.who, t(`inspect.act.${act.what}`), act.reason],
            `${act.keys.slice(0, 8).join(', ')}${act.keys.length > 8 ? ` … (${act.keys.length})` : ''}`,
          ])}
          none={t('inspect.evidence.nothing')}
        />
      </Part>
    </>
  );
}

function Signatures({ evidence: { madeAt } }: EvidenceProps) {
  const { t } = useView();
  return (
    <Part heading={t('inspect.evidence.sign')}>
      <p>
        {t('inspect.evidence.made')} <Time at={madeAt} as="exact" />. {t('inspect.evidence.limits')}
      </p>
      <Rows
        head={[t('inspect.evidence.role'), t('inspect.evidence.name'), t('inspect.evidence.date'), t('inspect.evidence.signature')]}
        rows={['merchant', 'assessor'].map((role) => [<p class="signature">{t(`inspect.evidence.role.${role}`)}</p>, '', '', ''])}
        none=""
      />
    </Part>
  );
}
