import { createHash } from 'node:crypto';
import type { Scope } from '#engines/verb.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { ShopId } from '#kernel/ids.ts';
import { readSbom } from '../gate/sbom/read-sbom.ts';
import { keepBill } from '../verbs/keep-bill.ts';

/** Bytes of a bill that is taken over the network, and the components of one. */
export const MOST_GIVEN = 20_000_000;
const MOST_COMPONENTS = 20_000;

interface Given {
  readonly shop: ShopId;
  /** '' is the shop as a whole. */
  readonly system: string;
  readonly release: string | null;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Reads a bill of materials that was given, keeps it, and has it compared. Throws TOO_LARGE, SBOM_INVALID, INPUT_INVALID, NOT_FOUND. */
export async function takeBill(scope: Scope, { bytes, ...given }: Given) {
  if (bytes.length > MOST_GIVEN) throw new ShopbellError('TOO_LARGE', { what: 'The bill of materials', limit: MOST_GIVEN });
  const fileName = given.fileName.replace(/\p{Cc}/gu, '').slice(-200) || 'sbom';
  const components = readSbom(bytes, fileName);
  if (components.length === 0) throw new ShopbellError('SBOM_INVALID', { path: fileName, reason: 'it names no component' });
  if (components.length > MOST_COMPONENTS) {
    throw new ShopbellError('SBOM_INVALID', { path: fileName, reason: `it names more than ${MOST_COMPONENTS} components` });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const artifact = await scope.house.artifacts.save(scope.org, bytes);
  const { forgotten, ...kept } = await keepBill(scope, { ...given, fileName, sha256, artifact, components: [...components] });
  for (const ref of forgotten) await scope.house.artifacts.remove(scope.org, ref);
  return { ...kept, components: components.length };
}
