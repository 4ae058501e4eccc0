import { quote } from './locator-words.ts';

/** The file of a recorded journey: plain Playwright, in the terms that the sandbox runs. Pure. */
export function writeJourney(host: string, lines: readonly string[], atPayment: boolean): string {
  const body = [...lines, ...(atPayment ? ['await shop.stopBeforePaying(page);'] : [])].map((line) => `  ${line}\n`).join('');
  const helpers = atPayment ? `import { shop } from 'shopbell';\n` : '';
  return `import { test } from '@playwright/test';\n${helpers}\n// Recorded by clicking. What was typed is test data; a password comes from the environment.\ntest(${quote(`as recorded on ${host}`)}, async ({ page }) => {\n${body}});\n`;
}
