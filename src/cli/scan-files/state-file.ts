import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf, ShopbellError } from '#kernel/errors.ts';
import { type FileFinding, fileFindingShape, signaturesDigest } from '#steps/inspect/index.ts';

/** What was judged before, by content: who only sets the time of a file back is not believed. */
export interface State {
  /** The findings of a file with this content, or null when it was not judged by the present signatures. */
  judged(path: string, digest: string): readonly FileFinding[] | null;
  note(path: string, digest: string, findings: readonly FileFinding[]): void;
  /** Keeps what was judged; of a scan that was stopped, together with what was known before. Throws FILE_UNWRITABLE. */
  save(complete: boolean): Promise<void>;
}

const shape = z.object({
  schema: z.literal('shopbell.scan-files-state/1'),
  signatures: z.string(),
  files: z.record(z.string(), z.object({ sha256: z.string(), findings: z.array(fileFindingShape) })),
});
type Files = z.output<typeof shape>['files'];

const NO_STATE: State = { judged: () => null, note: () => undefined, save: async () => undefined };

/** Opens the state file; a new or outdated one knows nothing. Throws FILE_UNREADABLE for one that is no state file. */
export async function openState(path: string | null): Promise<State> {
  if (path === null) return NO_STATE;
  const signatures = createHash('sha256').update(signaturesDigest()).digest('hex');
  const before = await readState(path, signatures);
  const now: Files = {};
  return {
    judged(file, digest) {
      const known = Object.hasOwn(before, file) ? before[file] : undefined;
      if (known?.sha256 !== digest) return null;
      now[file] = known;
      return known.findings;
    },
    note(file, digest, findings) {
      now[file] = { sha256: digest, findings: findings.map((finding) => ({ ...finding, reasons: [...finding.reasons] })) };
    },
    async save(complete) {
      const files = complete ? now : { ...before, ...now };
      try {
        await writeFile(`${path}.new`, JSON.stringify({ schema: 'shopbell.scan-files-state/1', signatures, files }), { mode: 0o600 });
        await rename(`${path}.new`, path);
      } catch (cause) {
        throw new ShopbellError('FILE_UNWRITABLE', { path, reason: messageOf(cause) }, { cause });
      }
    },
  };
}

async function readState(path: string, signatures: string): Promise<Files> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'ENOENT') return {};
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: messageOf(cause) }, { cause });
  }
  try {
    const known = shape.parse(JSON.parse(text));
    return known.signatures === signatures ? known.files : {};
  } catch (cause) {
    throw new ShopbellError('FILE_UNREADABLE', { path, reason: 'it is no state file of scan-files' }, { cause });
  }
}
