import type { Child } from 'hono/jsx';
import { Time } from '#web/components/time.tsx';
import { useView } from '#web/view-context.ts';
import type { FactName } from '../checks/fact-table.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import { lawName } from '../law-name.ts';
import { lawWords } from '../law-words.ts';
import type { Frozen } from './frozen.ts';
import { deciding, type Memo, type Who } from './memo.ts';

interface MemoProps {
  readonly memo: Memo;
  readonly frozen: Frozen | null;
}

/** The decision memo on one page: who decided what on which facts at which time, with advice and dissent. On the screen and on paper. */
export function MemoBody({ memo, frozen }: MemoProps) {
  const { t, locale } = useView();
  const { decision } = memo;
  return (
    <>
      <Part heading={t('papers.memo.decided')}>
        <dl class="key-value">
          {deciding.map((duty) => (
            <Line label={t('decide.duty', { duty })}>
              <strong>{t('decide.answer', { answer: decision[duty] })}</strong>{' '}
              {t('papers.memo.proposed', { answer: t('decide.answer', { answer: memo.proposal[duty] }) })}
            </Line>
          ))}
          <Line label={t('papers.memo.by')}>
            <Name who={decision.by} />, <Time at={new Date(decision.at)} as="exact" />
          </Line>
          {decision.reason === '' ? null : <Line label={t('papers.memo.why')}>{decision.reason}</Line>}
        </dl>
      </Part>
      <OtherLaws memo={memo} />
      <Facts memo={memo} />
      <Part heading={t('papers.memo.rules')}>
        <ul class="plain">
          {memo.reasons.map(({ duty, rule, text }) => (
            <li>
              {t('decide.duty', { duty })} · <code>{rule}</code> {lawWords(locale)(text)}
            </li>
          ))}
        </ul>
      </Part>
      <Part heading={t('papers.memo.open')}>
        <p>
          {memo.open.length === 0
            ? t('papers.memo.open-none')
            : memo.open.map((name) => t('decide.fact', { name: name as FactName })).join(', ')}
        </p>
      </Part>
      <Voices memo={memo} />
      <Part heading={t('papers.memo.release')}>
        {frozen === null ? (
          <p>{t('papers.memo.draft')}</p>
        ) : (
          <dl class="key-value">
            <Line label={t('papers.memo.released')}>
              <Name who={frozen.by} />, <Time at={frozen.at} as="exact" />
            </Line>
            <Line label="SHA-256">
              <code>{frozen.hash}</code>
            </Line>
          </dl>
        )}
      </Part>
      <p class="soft">{t('decide.not-advice')}</p>
    </>
  );
}

function OtherLaws({ memo: { others = [] } }: Pick<MemoProps, 'memo'>) {
  const { t, locale } = useView();
  if (others.length === 0) return null;
  const words = lawWords(locale);
  return (
    <Part heading={t('papers.memo.others')}>
      <ul class="plain">
        {others.map(({ law, duty, to, does, proposal, decided }) => (
          <li>
            {lawName(law, locale)} · {t('decide.duty', { duty: to })} · <code>{duty}</code> {words(does)}{' '}
            <strong>{decided === null ? t('papers.memo.undecided') : t('decide.answer', { answer: decided })}</strong>{' '}
            {t('papers.memo.proposed', { answer: t('decide.answer', { answer: proposal }) })}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Facts({ memo }: Pick<MemoProps, 'memo'>) {
  const { t } = useView();
  const { low, high, band } = memo.severity;
  const score = low === high ? low.toFixed(2) : `${low.toFixed(2)} – ${high.toFixed(2)}`;
  return (
    <Part heading={t('papers.memo.facts')}>
      <dl class="key-value">
        <Line label={t('papers.memo.version')}>
          {t('papers.memo.version-text', { version: memo.facts.version })} <Time at={new Date(memo.facts.at)} as="exact" />
          <br />
          <code>{memo.facts.sha256}</code>
        </Line>
        <Line label={t('decide.column.aware')}>
          <Time at={new Date(memo.awareAt)} as="exact" />
        </Line>
        <Line label={t('decide.column.deadline')}>
          <Time at={new Date(memo.deadline)} as="exact" />
        </Line>
        <Line label={t('decide.column.people')}>{showFactValue(memo.people)}</Line>
        <Line label={t('papers.memo.severity')}>{t('decide.severity', { score, band: band.replace('-', '_') })}</Line>
      </dl>
    </Part>
  );
}

function Voices({ memo }: Pick<MemoProps, 'memo'>) {
  const { t } = useView();
  return (
    <>
      <Part heading={t('papers.memo.advice')}>
        {memo.advice.length === 0 ? <p>{t('papers.memo.advice-none')}</p> : null}
        {memo.advice.map((one) => (
          <p class="spoken">
            <strong>{one.by}</strong>, <Time at={new Date(one.givenAt)} as="exact" /> ({t('papers.memo.asked')}{' '}
            <Time at={new Date(one.askedAt)} as="exact" />
            ): {one.text}{' '}
            {one.against.length === 0
              ? t('papers.memo.followed')
              : t('papers.memo.against', { duties: one.against.map((duty) => t('decide.duty', { duty })).join(', ') })}
          </p>
        ))}
      </Part>
      <Part heading={t('papers.memo.dissent')}>
        {memo.dissents.length === 0 ? <p>{t('papers.memo.dissent-none')}</p> : null}
        {memo.dissents.map((one) => (
          <p class="spoken">
            <Name who={one.by} />, <Time at={new Date(one.at)} as="exact" />: {one.reason}
          </p>
        ))}
      </Part>
    </>
  );
}

function Name({ who }: { readonly who: Who }) {
  return who.name === null ? <code>{who.id}</code> : <strong>{who.name}</strong>;
}

function Part({ heading, children }: { readonly heading: string; readonly children?: Child }) {
  return (
    <section class="card">
      <h2>{heading}</h2>
      {children}
    </section>
  );
}

function Line({ label, children }: { readonly label: string; readonly children?: Child }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
