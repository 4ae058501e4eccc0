import { z } from 'zod';
import type { ConditionAbout } from '../checks/conditions/condition.ts';
import { parseCondition } from '../checks/conditions/parse-condition.ts';

/** Fields that several kinds share. */
export const port = z.int().min(1).max(65_535);

export const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/:@]+$|^\[[0-9a-f:]+\]$/i, 'must be a host name or an address');

export const maxMs = (usual: number) => z.int().min(10).max(60_000).default(usual);

/** A web address, in which `{{name}}` may stand. */
export const webAddress = (protocols: RegExp, words: string) =>
  z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => {
      const url = URL.parse(text.replace(/\{\{[a-z0-9_-]+\}\}/gi, 'x'));
      return url !== null && protocols.test(url.protocol);
    }, `must be an address that begins with ${words}`);

/** Lines of `checks/conditions` that must all be true. */
export const conditionLines = (about: ConditionAbout) =>
  z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .superRefine((line, context) => {
          const parsed = parseCondition(line, about);
          if (typeof parsed === 'string') context.addIssue({ code: 'custom', message: parsed });
        }),
    )
    .max(20)
    .default([]);

export const headers = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/i, 'must be the name of a header'), z.string().max(4_000))
  .refine((all) => Object.keys(all).length <= 30, 'has at most 30 headers')
  .default({});
