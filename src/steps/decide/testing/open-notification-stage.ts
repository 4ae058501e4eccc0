import { productFiles } from '#engines/files/product-files.ts';
import { serveRooms } from '#web/testing/serve-rooms.ts';
import { submitNotification } from '../index.ts';
import { notificationShape } from '../notification/notification-shape.ts';
import { emptyProfile } from '../notification/profile.ts';
import { routes } from '../routes.tsx';
import type { CaseStage } from './open-case-stage.ts';

/** A profile that fills all that it can. */
export const fullProfile = {
  ...emptyProfile,
  ...{ name: 'Practice Shops', contact: 'Lane 1', sector: 'private' as const, size: 'small' as const, establishedIn: ['PL'] },
  ...{ reporterName: 'Fictitious Reporter', reporterContact: 'r@example.test', reporterFunction: 'legal-representative' as const },
  ...{ dpoDesignated: 'yes' as const, dpoName: 'Fictitious Officer', dpoContact: 'd@example.test', systems: 'The shop, in Warsaw' },
  ...{ measures: ['encryption'], measuresDescription: 'Disks are encrypted.' },
};

/** A case whose form an officer fills, with its pages. */
export async function openNotificationStage(stage: CaseStage, at = '2026-11-20T15:20:00Z') {
  const { house, leak, record } = stage;
  const org = house.newOrg();
  house.setNow(new Date(at));
  const { row } = await leak(org, [record(org, 1, 'a'), record(org, 2, 'b')]);
  const scope = house.scope(org, 'privacy', 'per_officer');
  const app = serveRooms(productFiles, () => scope, { '/decide': routes() });
  const path = `/decide/cases/${row.id}/notification`;
  const post = (to: string, fields: readonly (readonly [string, string])[]) =>
    app.request(to, { method: 'POST', body: new URLSearchParams(fields.map(([key, value]): [string, string] => [key, value])) });
  const file = async () => notificationShape.parse(await (await app.request(`${path}.json`)).json());
  const version = async () => (await stage.latest(org, row.id)).version;
  const submit = async (more: Partial<Parameters<typeof submitNotification>[1]> = {}) =>
    submitNotification(scope, {
      ...{ case: row.id, at: house.clock.now().toISOString(), version: await version(), channel: 'web-form', reference: 'UODO-1' },
      ...more,
    });
  return { org, row, scope, app, path, post, file, submit, house };
}
