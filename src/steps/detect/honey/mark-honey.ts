import type { Secrets } from '#engines/secrets/types.ts';
import { type Hashed, sightedValue, triedName } from '#kernel/hashed.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { HoneyCard, HoneyMarks } from './honey.ts';

/** How a card will look in stored telemetry, in every way in which it may be written. */
export function markHoney(secrets: Pick<Secrets, 'mac' | 'sealRef'>, org: OrgId, card: HoneyCard): HoneyMarks {
  const mac = ({ purpose, text }: Hashed): string => secrets.mac(org, purpose, text);
  const phones = writtenPhones(card.phone);
  return {
    tried: [card.mail, card.customer, ...phones].filter((one) => one !== '').map((one) => mac(triedName(one))),
    sighted: [mac(sightedValue('email', card.mail)), ...phones.map((one) => mac(sightedValue('phone', one)))],
    records: [
      ...(card.customer === '' ? [] : ['customer', 'account'].map((kind) => secrets.sealRef(org, kind, card.customer))),
      ...(card.order === '' ? [] : [secrets.sealRef(org, 'order', card.order)]),
    ],
    accounts: [card.mail, card.customer].filter((one) => one !== '').map((one) => secrets.sealRef(org, 'account', one)),
  };
}

/** A number with its country code as people and programs write it: `+49 30 …`, `0049 30 …`, `030 …`. */
export function writtenPhones(phone: string): string[] {
  const digits = phone.replace(/\D/g, '');
  if (digits === '') return [];
  // Country codes have one to three digits; where the national number begins is not in the text.
  const national = [1, 2, 3].map((length) => `0${digits.slice(length)}`);
  return [...new Set([`+${digits}`, `00${digits}`, digits, ...national])];
}
