import { z } from 'zod';

/** A whole number as OTLP writes it: a text when it has 64 bits. */
export const long = z.union([z.string(), z.number()]).optional();
/** Any value of an attribute or a body. */
export const anyValue: z.ZodType<AnyValue> = z.lazy(() =>
  z
    .object({
      stringValue: z.string(),
      boolValue: z.boolean(),
      intValue: z.union([z.string(), z.number()]),
      doubleValue: z.union([z.number(), z.string()]),
      arrayValue: z.object({ values: z.array(anyValue).optional() }),
      kvlistValue: z.object({ values: z.array(keyValue).optional() }),
      bytesValue: z.unknown(),
    })
    .partial(),
);
export const keyValue = z.object({ key: z.string().default(''), value: anyValue.nullish() });
export interface AnyValue {
  stringValue?: string | undefined;
  boolValue?: boolean | undefined;
  intValue?: string | number | undefined;
  doubleValue?: number | string | undefined;
  arrayValue?: { values?: AnyValue[] | undefined } | undefined;
  kvlistValue?: { values?: { key: string; value?: AnyValue | null | undefined }[] | undefined } | undefined;
  bytesValue?: unknown;
}
/** Who sends: the attributes of a resource. */
export const resource = z.object({ attributes: z.array(keyValue).default([]) }).nullish();
/** Eight or sixteen bytes: hexadecimal in JSON, bytes in protobuf. */
export const identifier = z.union([z.string(), z.instanceof(Uint8Array)]).optional();

/** An identifier in hexadecimal, `''` when there is none or it is none. */
export function hexOf(id: string | Uint8Array | undefined): string {
  const hex = typeof id === 'string' ? id.toLowerCase() : Buffer.from(id ?? []).toString('hex');
  return /^([0-9a-f]{16}|[0-9a-f]{32})$/.test(hex) && /[1-9a-f]/.test(hex) ? hex : '';
}

/** Nanoseconds since 1970 as ms, `null` when they say nothing. */
export function nanos(value: string | number | undefined): number | null {
  const ms = Number(value ?? 0) / 1e6;
  return ms > 0 && ms < 8.64e15 ? ms : null;
}

/** Attributes as an object. */
export function toObject(pairs: readonly { key: string; value?: AnyValue | null | undefined }[], depth = 0): Record<string, unknown> {
  return Object.fromEntries(pairs.map((pair) => [pair.key, pair.value ? plain(pair.value, depth) : null]));
}

/** A value as plain data, no deeper than eight levels. */
export function plain(value: AnyValue, depth: number): unknown {
  if (depth > 8) return '[deep]';
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return Number.isSafeInteger(Number(value.intValue)) ? Number(value.intValue) : String(value.intValue);
  if (value.doubleValue !== undefined) return Number(value.doubleValue);
  if (value.arrayValue) return (value.arrayValue.values ?? []).map((item) => plain(item, depth + 1));
  if (value.kvlistValue) return toObject(value.kvlistValue.values ?? [], depth + 1);
  return value.bytesValue === undefined ? null : '[bytes]';
}
