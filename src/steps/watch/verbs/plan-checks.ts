import { defineVerb } from '#engines/verb.ts';
import { idShape } from '#kernel/shapes.ts';
import { checkFilesShape } from '../files/apply-document.ts';
import { planFromFiles } from '../files/plan-from-files.ts';

/** Says what applying files of checks would change. Throws NOT_ALLOWED for a key of another shop. */
export const planChecks = defineVerb({
  name: 'watch.plan-checks',
  permission: 'set-checks',
  effect: 'reads',
  input: checkFilesShape.extend({ only: idShape('shop').nullable() }),
  run: async (ctx, { only, ...input }) => (await planFromFiles(ctx, input, only)).document,
});
