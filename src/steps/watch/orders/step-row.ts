import type { House } from '#engines/house.ts';
import type { TelemetryRow } from '#engines/telemetry/types.ts';
import type { OrgId } from '#kernel/ids.ts';
import type { ToldStep } from './files/told-step.ts';

interface StepKeys {
  sealRef(kind: string, plain: string): string;
  mac(purpose: string, text: string): string;
}

/** The keys of one organisation. */
export function orderKeys({ secrets }: Pick<House, 'secrets'>, org: OrgId): StepKeys {
  return { sealRef: (kind, plain) => secrets.sealRef(org, kind, plain), mac: (purpose, text) => secrets.mac(org, purpose, text) };
}

interface RowContext {
  readonly shop: string;
  readonly source: string;
  readonly receivedAt: Date;
  readonly keys: StepKeys;
}

/** A step as it is stored: the order's number sealed, the other system's id as a keyed hash. */
export function stepRow({ shop, source, receivedAt, keys }: RowContext, step: ToldStep): TelemetryRow {
  const { order, toldBy, at, theirs, notBefore, ...told } = step;
  return {
    ...{ shop_id: shop, source_id: source, at: new Date(at), received_at: receivedAt, told_by: toldBy, step: told.step },
    ...{ order_ref: keys.sealRef('order', order), their_ref: theirs === '' ? '' : keys.mac('payment', theirs) },
    ...{
      amount: told.amount,
      currency: told.currency,
      method: told.method,
      carrier: told.carrier,
      country: told.country,
      device: told.device,
    },
    ...{ delivery: told.delivery, part: told.part, not_before: new Date(notBefore), test: 0 },
  };
}
