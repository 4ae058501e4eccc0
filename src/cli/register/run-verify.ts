import { ShopbellError } from '#kernel/errors.ts';
import { type VerifiedRegister, verifyRegister } from '#steps/decide/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { readWhole } from '../read-whole.ts';

export interface VerifyOptions {
  readonly head?: string;
  readonly key?: string;
  readonly json?: true;
}

const LARGEST = 400_000_000;

/** Verifies an exported register from the file alone: nothing is opened but the file. */
export async function runVerify(path: string | undefined, { head, key, json }: VerifyOptions): Promise<void> {
  if (path === undefined) throw new ShopbellError('INPUT_INVALID', { reason: 'name the exported register: register verify FILE.json' });
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) {
    throw new ShopbellError('INPUT_INVALID', { reason: '--head: must be 64 hex digits in lower case' });
  }
  const verdict = verifyRegister((await readWhole(path, LARGEST)).toString('utf8'), { head, key });
  process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : inWords(verdict, key !== undefined));
  process.exitCode = verdict.intact ? exitCodes.fine : exitCodes.found;
}

function inWords(
  { intact, organisation, entries, ended, head, signature, earlier_head, faults }: VerifiedRegister,
  keyGiven: boolean,
): string {
  const lines = [
    intact
      ? `WHOLE: ${entries} links of ${organisation} fit.`
      : `NOT WHOLE: ${faults.length} faults in ${entries} links of ${organisation}.`,
    ...faults.slice(0, 50).map(({ kind, seq, number, version, says }) => {
      const what = number === null ? '' : ` ${number} version ${version}`;
      return `  ${kind.padEnd(13)} ${seq === null ? 'whole file' : `link ${seq}`}${what}: ${says}`;
    }),
    ...(faults.length > 50 ? [`  … and ${faults.length - 50} more (--json)`] : []),
    ...(ended > 0
      ? [`${ended} of them have no content any more, because their time is over: their place is proven, not what they said.`]
      : []),
    `Head:   link ${head.seq} ${head.hash}`,
    `Signed: ${signature.fits ? 'yes' : 'NO'}, ${signature.exported_at}, key ${signature.public_key}`,
    ...(keyGiven ? [] : ['        Whose key that is, the file cannot prove: compare it with the register’s page, or give --key.']),
    earlier_head === null
      ? 'Without --head the file cannot prove that nothing was cut or rewritten before it was signed: note the head down for the next time.'
      : `Earlier head: ${earlier_head.seq === null ? 'NOT in this chain' : `is link ${earlier_head.seq}; everything up to it is as it was`}.`,
  ];
  return `${lines.join('\n')}\n`;
}
