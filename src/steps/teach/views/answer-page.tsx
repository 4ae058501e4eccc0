import { Button, ButtonLink } from '#web/components/button.tsx';
import { Form } from '#web/components/form.tsx';
import type { Translate } from '#web/types.ts';
import { useView } from '#web/view-context.ts';
import type { CheckAnswer } from '../verbs/check-message.ts';

interface AnswerWords {
  readonly heading: string;
  readonly lead: string;
  readonly steps: readonly string[];
}

/** The answer in words: what is so, what it means, what to do. */
export function wordsOfAnswer(answer: CheckAnswer, shop: string, t: Translate): AnswerWords {
  const values = { shop, host: 'host' in answer ? answer.host : '', about: answer.about };
  const steps = (name: string, count: number) => Array.from({ length: count }, (_, i) => t(`teach.answer.${name}.step-${i + 1}`));
  const say = (name: string, stepsName: string, count: number): AnswerWords => ({
    heading: t(`teach.answer.${name}.heading`, values),
    lead: t(`teach.answer.${name}.lead`, values),
    steps: steps(stepsName, count),
  });
  if (answer.answer === 'ours') return say('ours', 'ours', 3);
  if (answer.answer === 'own-address') return say('own-address', 'own-address', 3);
  if (answer.answer === 'unknown') return say('unknown', 'unknown', 2);
  return say(answer.about === 'code' ? 'not-ours-code' : 'not-ours-address', 'not-ours', 4);
}

/** What to do now, and for a foreign address the way to report it. */
export function AnswerPage({
  answer,
  shop,
  slug,
  steps,
}: {
  readonly answer: CheckAnswer;
  readonly shop: string;
  readonly slug: string;
  readonly steps: readonly string[];
}) {
  const { t } = useView();
  return (
    <>
      <ol>
        {steps.map((step) => (
          <li>{step}</li>
        ))}
      </ol>
      {answer.answer === 'not-ours' && 'host' in answer ? (
        <Form action={`/p/${slug}/report`}>
          <input type="hidden" name="address" value={answer.host} />
          <Button kind="main">{t('teach.report.button', { host: answer.host, shop })}</Button>
        </Form>
      ) : null}
      <p>
        <ButtonLink href={`/p/${slug}/check`}>{t('teach.answer.again')}</ButtonLink>
      </p>
    </>
  );
}
