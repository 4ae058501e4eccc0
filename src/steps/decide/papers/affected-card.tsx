import { Card } from '#web/components/card.tsx';
import { Pill } from '#web/components/pill.tsx';
import type { Tone } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { Facts } from '../checks/facts.ts';
import { showFactValue } from '../checks/parse-fact-input.ts';
import { wordsOfItem } from '../views/fact-words.ts';
import { type Counted, groupTests, placesTable } from './affected.ts';
import { judgeExemptions } from './exemptions.ts';

interface AffectedProps {
  readonly counted: Counted;
  readonly facts: Facts;
}

/** People per country, the tests of sub-groups, and what each exemption of Art. 34(3) needs. */
export function AffectedCards(props: AffectedProps) {
  return (
    <>
      <PlacesCard {...props} />
      <GroupsCard {...props} />
      <ExemptionsCard {...props} />
    </>
  );
}

function PlacesCard({ counted, facts }: AffectedProps) {
  const { t, locale } = useView();
  const lines = placesTable(counted, facts);
  const regions = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
  const nameOf = (code: string | null) => {
    if (code === null) return t('papers.places.nowhere');
    const [country = '', part] = code.split('-');
    try {
      return part === undefined ? (regions.of(country) ?? code) : `${regions.of(country) ?? country} (${part})`;
    } catch (error) {
      // What the shop names its countries may be no code.
      if (error instanceof RangeError) return code;
      throw error;
    }
  };
  return (
    <Card heading={t('papers.places.heading')}>
      {lines.length === 0 ? (
        <p>{t('papers.places.none')}</p>
      ) : (
        <div class="table">
          <div class="table-few">
            <table>
              <caption class="sr">{t('papers.places.heading')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('papers.places.country')}</th>
                  <th scope="col" class="number">
                    {t('papers.places.found')}
                  </th>
                  <th scope="col" class="number">
                    {t('papers.places.people')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <tr>
                    <td data-label={t('papers.places.country')}>
                      <div class="cell">
                        {nameOf(line.code)}
                        {line.differs ? <small class="soft"> {t('papers.places.differs')}</small> : null}
                      </div>
                    </td>
                    <td data-label={t('papers.places.found')} class="number">
                      <div class="cell">{line.found}</div>
                    </td>
                    <td data-label={t('papers.places.people')} class="number">
                      <div class="cell">{showFactValue({ atLeast: line.atLeast, atMost: line.atMost })}</div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
    </Card>
  );
}

const groupTones: Readonly<Record<string, Tone>> = { yes: 'warn', no: 'ok', unknown: 'unknown' };

function GroupsCard({ counted, facts }: AffectedProps) {
  const { t } = useView();
  return (
    <Card heading={t('papers.groups.heading')} foot={t('papers.groups.foot')}>
      <ul class="plain rows">
        {groupTests(counted, facts).map(({ group, answer, belongs, untold }) => (
          <li>
            <Pill tone={groupTones[answer] ?? 'unknown'}>{t('decide.answer', { answer })}</Pill> {wordsOfItem(group, t)}{' '}
            <span class="soft">
              {t('papers.groups.count', { belongs })}{' '}
              {untold === null ? t('papers.groups.untold-all') : untold === 0 ? null : t('papers.groups.untold', { untold })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const stateTones: Readonly<Record<string, Tone>> = { shown: 'ok', open: 'unknown', 'not-met': 'calm', blocked: 'bad' };
const needTones: Readonly<Record<string, Tone>> = {
  shown: 'ok',
  unknown: 'unknown',
  otherwise: 'calm',
  unsure: 'warn',
  'no-evidence': 'warn',
};

function ExemptionsCard({ counted, facts }: AffectedProps) {
  const { t } = useView();
  return (
    <Card heading={t('papers.exemptions.heading')} foot={t('papers.exemptions.foot')}>
      {judgeExemptions(facts, counted.people).map((one) => (
        <details open={one.state !== 'not-met'}>
          <summary>
            {one.article} {t(`papers.exemption.${one.id}`)}
          </summary>
          <p>
            <Pill tone={stateTones[one.state] ?? 'unknown'}>{t('papers.exemptions.state', { state: one.state.replace('-', '_') })}</Pill>
          </p>
          {one.state === 'blocked' ? <p>{t('papers.exemptions.blocked', { people: counted.people })}</p> : null}
          <ul class="plain rows">
            {one.needs.map((need) => (
              <li>
                <Pill tone={needTones[need.state] ?? 'unknown'}>{t('papers.need.state', { state: need.state.replace('-', '_') })}</Pill>{' '}
                {t(`papers.needs.${need.id}`)} <span class="soft">({t('decide.fact', { name: need.fact })})</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </Card>
  );
}
