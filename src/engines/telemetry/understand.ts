import type { OrgId } from '#kernel/ids.ts';
import { checkTree } from './check-tree.ts';
import type { Driver } from './driver.ts';

/**
 * A guarded query as the engine itself writes what it understood: one whole query, names without escapes, one kind of quotes; checked by its
 * tree. Throws TELEMETRY_QUERY_UNGUARDED, and the engine's error when it is no query.
 */
export async function understand(driver: Pick<Driver, 'query'>, org: OrgId, guarded: string): Promise<string> {
  const [said] = await driver.query<{ readonly plain: string }>('select formatQuerySingleLine({typed:String}) as plain', {
    typed: guarded,
  });
  const plain = said?.plain ?? '';
  const tree = await driver.query<{ readonly explain: string }>(`select explain from (explain ast ${plain})`, { org });
  checkTree(
    tree.map(({ explain }) => explain),
    org,
  );
  return plain;
}
