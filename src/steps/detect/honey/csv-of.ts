import type { HoneyCard } from './honey.ts';

/** A header and one line, with the column names that most tools take without asking. Names and mailboxes here hold no comma and no quote. */
export function csvOf(card: HoneyCard): string {
  const [first = '', last = ''] = card.name.split(' ');
  return `email,first_name,last_name,phone\r\n${[card.mail, first, last, card.phone].join(',')}\r\n`;
}
