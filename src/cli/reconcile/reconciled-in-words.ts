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
  if (troubles.length === 0) out.push('', nothingWrong(orders, files));
  for (const trouble of troubles) out.push('', ...inWords(trouble));
  return `${out.join('\n')}\n`;
}

/** What could not be read is not said to be fine. */
function nothingWrong(orders: number, files: ReconciledDocument['files']): string {
  if (orders === 0) return 'No file told of an order.';
  const silent = files.filter(toldNothing).map(({ file }) => file);
  if (silent.length > 0) return `Nothing was compared with what told of no order: ${silent.join(', ')}.`;
  const unread = files.reduce((sum, { rejected }) => sum + rejected, 0);
  if (unread > 0) return `Nothing is wrong in what could be read; ${unread} ${unread === 1 ? 'line' : 'lines'} could not be.`;
  return 'Nothing is wrong, as far as these files tell.';
}

/** Whether none of a file's lines told of an order: its side was not compared. */
export function toldNothing({ steps }: ReconciledDocument['files'][number]): boolean {
  return steps === 0;
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
