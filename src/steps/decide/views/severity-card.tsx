import { Card } from '#web/components/card.tsx';
import { Chip } from '#web/components/pill.tsx';
import { useView, type View } from '#web/view-context.ts';
import type { Outcome } from '../checks/decide-obligations.ts';
import { lawWords } from '../law-words.ts';
import { wordsOfFact, wordsOfItem } from './fact-words.ts';

type Factor = Outcome['severity']['factors'][number];

/** The score of the severity with every number it is made of. */
export function SeverityCard({ outcome }: { readonly outcome: Outcome }) {
  const view = useView();
  const { t } = view;
  const { low, high, band, factors } = outcome.severity;
  const score = low === high ? low.toFixed(2) : `${low.toFixed(2)}–${high.toFixed(2)}`;
  return (
    <Card heading={t('decide.severity', { score, band: band.replace('-', '_') })} foot={t('decide.severity-note')}>
      <ul class="factors">
        {factors.map((factor) => (
          <li>
            <Chip>{factor.low === factor.high ? String(factor.low) : `${factor.low}–${factor.high}`}</Chip>
            <span>
              {t('decide.factor', { factor: factor.factor })}
              <small>{because(factor, view)}</small>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The engine's reason with its codes in words: a fact's value, or `kind-of-data: why`. */
function because({ factor, because: reason }: Factor, view: View): string {
  if (reason === 'unknown') return view.t('decide.value.unknown');
  if (factor === 'confidentiality' || factor === 'integrity' || factor === 'availability' || factor === 'malicious')
    return wordsOfFact(factor, reason, view);
  const [, code, why] = /^([A-Za-z][\w-]*): (.+)$/.exec(reason) ?? [];
  const words = lawWords(view.locale);
  if (code === undefined || why === undefined) return words(reason);
  return factor === 'dpc' ? `${wordsOfItem(code, view.t)}: ${words(why)}` : words(why);
}
