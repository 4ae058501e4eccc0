import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readYamlFile } from '#engines/data/read-yaml-file.ts';
import { ShopbellError } from '#kernel/errors.ts';
import { type GroupRules, groupsShape, joinGroupRules } from './checks/group-rules.ts';

const FOLDER = fileURLToPath(new URL('../../data/datamaps/', import.meta.url));
const partShape = z.object({ extends: z.string().optional(), groups: groupsShape.default({}) });
const known = new Map<string, GroupRules>();

/** How a shop with this data map tells who belongs to which legal group, with what the map extends. Read once. Throws FILE_UNREADABLE, INPUT_INVALID. */
export async function readGroupRules(platform: string): Promise<GroupRules> {
  const before = known.get(platform);
  if (before !== undefined) return before;
  const chain: GroupRules[] = [];
  for (let name: string | undefined = platform; name !== undefined && chain.length < 6; ) {
    const parsed: z.ZodSafeParseResult<z.output<typeof partShape>> = partShape.safeParse(await readYamlFile(`${FOLDER}${name}.yaml`));
    if (!parsed.success) throw new ShopbellError('INPUT_INVALID', { reason: `data map ${name}: groups` });
    chain.push(parsed.data.groups);
    name = parsed.data.extends;
  }
  const rules = joinGroupRules(chain);
  known.set(platform, rules);
  return rules;
}
