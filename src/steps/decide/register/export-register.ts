import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { may } from '#kernel/permissions.ts';
import { readMemberNames } from '#registry/index.ts';
import type { PaperView } from '#web/paper.tsx';
import { readLinked } from './read-register.ts';
import { registerCsv } from './register-csv.ts';
import { registerDocument } from './register-document.ts';
import { registerXlsx } from './register-xlsx.ts';
import { readRules } from './rules.ts';

export const registerFormats = ['csv', 'xlsx', 'pdf', 'json'] as const;

export type RegisterFormat = (typeof registerFormats)[number];

const types: Readonly<Record<RegisterFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  json: 'application/json',
};

export interface RegisterFile {
  readonly bytes: Uint8Array;
  readonly type: string;
  /** Hash of the chain's last link. */
  readonly head: string;
  readonly links: number;
}

/** The whole register as a file, every version of it. NOT_ALLOWED when the organisation keeps it to those who decide. */
export async function exportRegister(scope: Scope, format: RegisterFormat, view: PaperView): Promise<RegisterFile> {
  const { house, org } = scope;
  const { entries, names } = await house.state.inOrg(org, async (db) => {
    const { readers } = await readRules(db);
    checkReader(scope, readers);
    return { entries: await readLinked(db), names: await readMemberNames(db) };
  });
  const now = house.clock.now();
  const document = registerDocument(house.secrets, org, entries, now);
  const bytesOf: Readonly<Record<RegisterFormat, () => Promise<Uint8Array>>> = {
    csv: async () => Buffer.from(registerCsv(entries)),
    json: async () => Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
    xlsx: () => registerXlsx(entries, org, now),
    pdf: async () => (await import('./render-register.tsx')).renderRegister(house, view, entries, document, names),
  };
  return { bytes: await bytesOf[format](), type: types[format], head: document.head.hash, links: entries.length };
}

/** Throws NOT_ALLOWED for whoever may not read the register by the organisation's rules. */
export function checkReader({ actor }: Pick<Scope, 'actor'>, readers: 'everybody' | 'privacy'): void {
  const permission = readers === 'privacy' ? 'decide' : 'look';
  if (!may(actor.role, permission)) throw new ShopbellError('NOT_ALLOWED', { permission });
}
