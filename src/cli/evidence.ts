import { Command } from 'commander';
import { ShopbellError } from '#kernel/errors.ts';
import { type VerifiedPack, verifyEvidence } from '#steps/decide/index.ts';
import { exitCodes } from './exit-codes.ts';
import { readWhole } from './read-whole.ts';

const LARGEST = 1_000_000_000;

/** `shopbell evidence verify PACK.zip`: what is as it was sealed and what not. Exit 1: something is not; 2 it is no pack; 3 it cannot be read. */
export function evidenceCommand(): Command {
  return new Command('evidence')
    .description('verify: say what of a sealed evidence pack is as it was sealed, from the file alone; nothing is unpacked to disk')
    .argument('<action>', 'verify')
    .argument('<file>', 'the pack, or - for standard input')
    .option('--key <key>', 'the organisation’s public key, as the case’s papers show it')
    .option('--json', 'print one JSON document (contract/evidence-verify.json)')
    .action(async (action: string, file: string, { key, json }: { key?: string; json?: true }) => {
      if (action !== 'verify') throw new ShopbellError('INPUT_INVALID', { reason: `${action}: must be verify` });
      const verdict = verifyEvidence(await readWhole(file, LARGEST), key);
      process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : inWords(verdict, key !== undefined));
      process.exitCode = verdict.intact ? exitCodes.fine : exitCodes.found;
    });
}

function inWords(
  { intact, organisation, case: about, people, signature, ledger, register, files, faults }: VerifiedPack,
  keyGiven: boolean,
): string {
  const whole = files.filter((one) => one.state === 'intact').length;
  const lines = [
    intact ? `INTACT: case ${about.number} of ${organisation}, ${about.title}` : `NOT INTACT: case ${about.number} of ${organisation}`,
    `${whole} of ${files.length} files are as they were sealed.`,
    ...faults.slice(0, 50).map(({ where, says }) => `  ${where}: ${says}`),
    ...(faults.length > 50 ? [`  … and ${faults.length - 50} more (--json)`] : []),
    people === 0 ? 'Nobody’s data is in it.' : `The data of ${people} people are in it, in the clear.`,
    `Ledger:   ${ledger.entries} entries from ${ledger.first} to ${ledger.seq}, ${ledger.others} places between them of something else, complete: ${ledger.complete}`,
    `          head ${ledger.hash}`,
    `Register: ${register.entries} entries in ${register.links} links, the last ${register.seq} ${register.hash}`,
    `Signed:   ${signature.fits ? 'yes' : 'NO'}, key ${signature.public_key}`,
    ...(keyGiven ? [] : ['          Whose key that is, the file cannot prove: compare it with the case’s papers, or give --key.']),
  ];
  return `${lines.join('\n')}\n`;
}
