import { showMoney } from '#kernel/money.ts';
import { type ReconciledDocument, troubleWords } from '#steps/watch/index.ts';

type Trouble = ReconciledDocument['troubles'][number];

/** The document as people read it. */
export function reconciledInWords({ asOf, orders, states, systems, troubles, files }: ReconciledDocument): string {
  const out: string[] = [];
  for (const { file, kind, lines, steps, rejected, reasons } of files) {
    out.push(`${file} (${kind}): ${lines} lines, ${steps} steps${rejected === 0 ? '' : `, ${rejected} lines could not be read`}`);
    for (const { line, reason } of reasons) out.push(`    line ${line}: ${reason}`);
  }
  out.push('', `${orders} orders, as of ${asOf}.`);
  const told = Object.entries(states).filter(([, count]) => count > 0);
  out.push(`  ${told.map(([state, count]) => `${count} ${state}`).join(', ')}`);
  for (const { system, from, to } of systems) out.push(`  ${system} tells from ${from} to ${to}`);
  if (troubles.length === 0) out.push('', orders === 0 ? 'No file told of an order.' : 'Nothing is wrong, as far as these files tell.');
  for (const trouble of troubles) out.push('', ...inWords(trouble));
  return `${out.join('\n')}\n`;
}

function inWords({ trouble, kind, orders, amounts, list }: Trouble): string[] {
  const money = amounts.map(({ minor, currency }) => showMoney(minor, currency, 'en')).join(', ');
  return [
    `${orders} ${orders === 1 ? 'order' : 'orders'}: ${troubleWords[trouble]} (${kind}${money === '' ? '' : `, ${money}`})`,
    ...list.map(({ order, since, minor, currency, system }) => {
      const amount = minor === 0 ? '' : `  ${showMoney(minor, currency, 'en')}`;
      return `    ${order.padEnd(14)} since ${since.slice(0, 16).replace('T', ' ')}${amount}${system === null ? '' : `  (${system})`}`;
    }),
    ...(list.length < orders ? [`    and ${orders - list.length} more`] : []),
  ];
}
