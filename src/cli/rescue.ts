import { Command } from 'commander';
import { readConfig } from '#app/config.ts';
import { openHouse } from '#app/open-house.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { listOrganisations, rescuePerson } from '#registry/index.ts';
import { exitCodes } from './exit-codes.ts';

export function rescueCommand(): Command {
  return new Command('rescue')
    .description('give a person who lost password or second factor a new password; it is recorded in the ledger (stop Shopbell first)')
    .argument('<email>', 'the person’s e-mail address')
    .option('--json', 'print one JSON document')
    .action(async (email: string, options: { json?: true }) => {
      const password = await rescue(email);
      if (options.json) process.stdout.write(`${JSON.stringify({ schema: 'shopbell.rescue/1', email, password })}\n`);
      else process.stdout.write(`New password: ${password}\nThe next sign-in asks for a new second factor.\n`);
      process.exitCode = exitCodes.fine;
    });
}

/** Finds the first organisation that knows the person. Throws NOT_FOUND when none does. */
async function rescue(email: string): Promise<string> {
  const { house, close } = await openHouse(readConfig(process.env, process.cwd()), () => 'http://localhost');
  try {
    for (const { id: org } of await listOrganisations(house.state)) {
      const scope = { house, org, actor: { kind: 'system', id: 'command-line', role: 'system' } } as const;
      const done = await rescuePerson(scope, { email }).catch((error: unknown) => {
        if (error instanceof ShopbellError && error.code === 'NOT_FOUND') return null;
        throw error;
      });
      if (done) return done.password;
    }
    throw new ShopbellError('NOT_FOUND', { what: 'person' });
  } finally {
    await close();
  }
}
