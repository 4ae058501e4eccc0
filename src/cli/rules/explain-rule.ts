import { readRuleFolder } from '#engines/data/rule-files.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { readRules } from '#sigma/index.ts';
import { tryRules, type Verdict } from '#steps/detect/index.ts';
import { readEvents } from './read-events.ts';

const SHOWN = 40;

/** Tells why the rules of a file did or did not match the events of another. */
export async function explainRule(path: string, eventPath: string, json: boolean): Promise<void> {
  const set = readRules(await readRuleFolder(path));
  const [problem] = set.problems;
  if (problem) throw new ShopbellError('RULE_NOT_VALID', { file: problem.file, line: problem.line, reason: problem.reason });
  const verdicts = tryRules(set, await readEvents(eventPath));
  const matched = verdicts.some((verdict) => verdict.matched);
  const telling = verdicts.find((verdict) => verdict.matched) ?? verdicts[0];
  if (json) {
    const document = { schema: 'shopbell.rules.explain/1', matched, because: telling?.because ?? [], rules: verdicts };
    process.stdout.write(`${JSON.stringify(document)}\n`);
  } else for (const verdict of verdicts) process.stdout.write(inWords(verdict));
}

function inWords({ title, matched, because, events }: Verdict): string {
  const count = events.filter(Boolean).length;
  const of = events.length > 1 ? ` ${count} of ${events.length} events` : '';
  const lines = because.slice(0, SHOWN).map(({ within, field, asked, found, matched: so }) => {
    const value = found === null ? 'which is not there' : `found ${found.map((text) => JSON.stringify(text)).join(' or ')}`;
    return `  ${so ? 'yes' : 'no '}  ${within.join(' › ')}: ${field} ${asked}; ${value}`;
  });
  if (because.length > SHOWN) lines.push(`  … and ${because.length - SHOWN} more; --json lists all.`);
  return `${matched ? 'MATCHED' : 'did not match'}${of}: ${title}\n${lines.join('\n')}\n`;
}
