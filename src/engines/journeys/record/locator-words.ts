import type { Frame, Locator, Page } from 'playwright-core';
import type { Described } from './describe-element.ts';

/** A way to find something: as it stands in the file, and for this browser. */
export interface Finding {
  readonly code: string;
  readonly how: 'role' | 'label' | 'placeholder' | 'testId' | 'css' | 'text';
  readonly role?: 'link' | 'button' | 'checkbox' | 'radio';
  readonly text: string;
}

/** Ways to find what was described, what people would say first. Texts of the page stand in them as texts only. Pure. */
export function findingsOf({ role, name, label, placeholder, attribute, id, testId }: Described): Finding[] {
  const said = name.trim();
  const isPressed = role === 'link' || role === 'button' || role === 'checkbox' || role === 'radio';
  const all: (Finding | null)[] = [
    isPressed && said !== ''
      ? { how: 'role', role, text: said, code: `getByRole(${quote(role)}, { name: ${quote(said)}, exact: true })` }
      : null,
    label.trim() !== '' ? { how: 'label', text: label.trim(), code: `getByLabel(${quote(label.trim())}, { exact: true })` } : null,
    placeholder.trim() !== ''
      ? { how: 'placeholder', text: placeholder.trim(), code: `getByPlaceholder(${quote(placeholder.trim())}, { exact: true })` }
      : null,
    testId !== '' ? { how: 'testId', text: testId, code: `getByTestId(${quote(testId)})` } : null,
    attribute !== '' ? css(`[name=${JSON.stringify(attribute)}]`) : null,
    id !== '' ? css(`[id=${JSON.stringify(id)}]`) : null,
    said !== '' && said.length <= 80 ? { how: 'text', text: said, code: `getByText(${quote(said)}, { exact: true })` } : null,
  ];
  return all.filter((one) => one !== null);
}

export function locatorOf(root: Page | Frame, { how, role, text }: Finding): Locator {
  switch (how) {
    case 'role':
      return root.getByRole(role ?? 'button', { name: text, exact: true });
    case 'label':
      return root.getByLabel(text, { exact: true });
    case 'placeholder':
      return root.getByPlaceholder(text, { exact: true });
    case 'testId':
      return root.getByTestId(text);
    case 'css':
      return root.locator(text);
    case 'text':
      return root.getByText(text, { exact: true });
  }
}

function css(selector: string): Finding {
  return { how: 'css', text: selector, code: `locator(${quote(selector)})` };
}

/** A text of TypeScript in single quotes, whatever stands in it. */
export function quote(text: string): string {
  const inside = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}
