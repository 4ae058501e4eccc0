import type { Page } from 'playwright-core';

/** Counts what a person does, as the scripts in docs/notification.md tell it. */
export function counting(page: Page) {
  const done = { clicks: 0, fields: 0 };
  return {
    done,
    click: async (selector: string) => {
      done.clicks += 1;
      await page.click(selector);
    },
    fill: async (name: string, value: string, within = '') => {
      done.fields += 1;
      await page.fill(`${within} [name="${name}"]`, value);
    },
    pick: async (name: string, value: string) => {
      done.fields += 1;
      await page.selectOption(`[name="${name}"]`, value);
    },
    tick: async (name: string, value: string) => {
      done.clicks += 1;
      await page.check(`[name="${name}"][value="${value}"]`);
    },
  };
}

export type Hand = ReturnType<typeof counting>;
