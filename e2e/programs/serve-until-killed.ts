import { readConfig } from '#app/config.ts';
import { startShopbell } from '#app/start-shopbell.ts';
import { isId } from '#kernel/ids.ts';
import { findCase, listCases, makeDecision, readProposal } from '#steps/decide/index.ts';
import { listNotices, releaseNotice } from '#steps/tell/index.ts';

// Runs Shopbell as `up` does and says `ready`. With an organisation's id it also does what its people do: decides each open case and
// releases each draft, again and again, until it is killed; `released` once letters may go out.
const [org] = process.argv.slice(2);
const running = await startShopbell(readConfig(process.env, process.cwd()));
const { house } = running;
process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.stdout.write('ready\n');

const as = (id: string) =>
  ({ house, org: isId('org', org) ? org : ('org_none' as const), actor: { kind: 'person', id, role: 'owner' } }) as const;

async function decideAndRelease(): Promise<void> {
  const scope = as('officer');
  const { cases, notices } = await house.state.inOrg(scope.org, async (db) => ({
    cases: await listCases(db),
    notices: await listNotices(db),
  }));
  for (const one of cases.filter((each) => each.state === 'open')) {
    await house.state.inOrg(scope.org, (db) => readProposal(db, one.id));
    const { version } = await house.state.inOrg(scope.org, (db) => findCase(db, one.id));
    await makeDecision(scope, {
      case: one.id,
      version,
      register: 'yes',
      authority: 'yes',
      people: 'yes',
      reason: 'Whoever may be concerned is told.',
    });
  }
  for (const one of notices.filter((each) => each.state === 'draft')) {
    await releaseNotice(as('communicator'), { notice: one.id, version: one.version });
  }
  if (notices.some((each) => each.state !== 'draft')) process.stdout.write('released\n');
}

while (org !== undefined) {
  await decideAndRelease().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
  await house.clock.sleep(200);
}
