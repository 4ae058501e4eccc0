import { STATUS_CODES } from 'node:http';
import type { HttpAnswer } from '../http/types.ts';

/** What `page.request` was answered, under the names that Playwright gives them. */
export class KeptAnswer {
  readonly #answer: HttpAnswer;
  constructor(answer: HttpAnswer) {
    this.#answer = answer;
  }
  status(): number {
    return this.#answer.status;
  }
  statusText(): string {
    return STATUS_CODES[this.#answer.status] ?? '';
  }
  url(): string {
    return this.#answer.url;
  }
  headers(): Readonly<Record<string, string>> {
    return this.#answer.headers;
  }
  text(): string {
    return Buffer.from(this.#answer.body).toString('utf8');
  }
}
