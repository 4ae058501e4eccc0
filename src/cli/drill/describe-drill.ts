import type { DrillAccount, Moment } from './account.ts';

/** The account for people: the way with its times, then each station's agreement. */
export function describeDrill(account: DrillAccount): string {
  const { attack } = account;
  return [
    '',
    `The attack sent ${attack.requests} requests from ${attack.addresses} addresses and read ${attack.orders} orders of ${attack.customers} customers.`,
    '',
    ...account.moments.map(line),
    '',
    ...account.stations.map((station) => `${station.agrees ? 'agrees ' : 'DIFFERS'}  ${station.station.padEnd(18)} ${station.text}`),
    '',
    account.passed
      ? `Every station agrees with what the attack did. ${account.seconds.toFixed(1)} s from start to end.`
      : 'The drill FAILED: see what differs above.',
    ...(account.folder ? [`The folder is kept: ${account.folder}`] : []),
    '',
  ].join('\n');
}

function line(moment: Moment): string {
  const when = moment.afterMs === null ? 'never' : `+${(moment.afterMs / 1_000).toFixed(2)} s`;
  return `${when.padStart(10)}  ${moment.name}`;
}
