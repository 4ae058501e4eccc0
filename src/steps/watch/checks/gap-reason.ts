/** Why a check is unknown after nobody looked for a while; instants to the millisecond, for whoever asks later. Pure. */
export function gapReason(from: Date, to: Date): string {
  return `not watched from ${from.toISOString()} to ${to.toISOString()}`;
}

const GAP = /^not watched from (\d{4}-\d\d-\d\dT[\d:.]+Z) to (\d{4}-\d\d-\d\dT[\d:.]+Z)$/;

/** The time between, when a reason tells of a gap; else `null`. Pure. */
export function readGap(reason: string): { readonly from: Date; readonly to: Date } | null {
  const [, from, to] = GAP.exec(reason) ?? [];
  return from === undefined || to === undefined ? null : { from: new Date(from), to: new Date(to) };
}
