import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Db } from '#engines/state/types.ts';
import type { Scope } from '#engines/verb.ts';
import type { ShopId } from '#kernel/ids.ts';
import type { Sealed } from '#kernel/sealed.ts';
import { detectTables, type HoneyCopyTable, type ShopWriterTable } from '../../tables.ts';
import type { HoneyId } from '../store-honeys.ts';
import type { Values } from './write-step.ts';

export type WriterRow = Selectable<ShopWriterTable>;
export type CopyRow = Selectable<HoneyCopyTable>;

export function listWriters(db: Db): Promise<WriterRow[]> {
  return detectTables(db).selectFrom('detect_shop_writers').selectAll().orderBy('shop_id').execute();
}

/** A shop's own access for writing; `undefined`: it has none. */
export function writerOf(db: Db, shop: ShopId): Promise<WriterRow | undefined> {
  return detectTables(db).selectFrom('detect_shop_writers').selectAll().where('shop_id', '=', shop).executeTakeFirst();
}

/** What was done with a honey customer in its shop; `undefined`: nothing yet. */
export function copyOf(db: Db, honey: HoneyId): Promise<CopyRow | undefined> {
  return detectTables(db).selectFrom('detect_honey_copies').selectAll().where('honey_id', '=', honey).executeTakeFirst();
}

const textsShape = z.record(z.string(), z.string());

export function openTexts({ house, org }: Pick<Scope, 'house' | 'org'>, sealed: string): Values {
  return textsShape.parse(JSON.parse(house.secrets.open(org, sealed as Sealed, 'use-own-secret')));
}

export function sealTexts({ house, org }: Pick<Scope, 'house' | 'org'>, values: Values): Sealed {
  return house.secrets.seal(org, JSON.stringify(values));
}
