import type { z } from 'zod';
import type { HttpAnswer } from '#engines/http/types.ts';
import { ShopbellError } from '#kernel/errors.ts';
import type { Outside } from '../kinds/kind.ts';
import { type Ask, NotTold, type Question } from './provider.ts';

interface Asking {
  readonly title: string;
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}

/** Asks one provider. What does not come as it should becomes NotTold: the provider's interface failing says nothing about its webhooks. */
export function askProvider({ http }: Pick<Outside, 'http'>, asking: Asking): Ask {
  return async (shape, question) => {
    if (!asking.allowPrivate && !question.url.startsWith('https:')) throw new NotTold('keys are sent over https only');
    const answer = await request(http, asking, question);
    const { status } = answer;
    if (status === 401 || status === 403) throw new NotTold(`${asking.title} does not let this key list webhooks (${status})`, true);
    if (status !== 200) throw new NotTold(`${asking.title} answered ${status} when asked for its webhooks`);
    return { value: read(shape, answer, asking.title), headers: answer.headers };
  };
}

async function request(http: Outside['http'], { title, allowPrivate, timeoutMs }: Asking, question: Question): Promise<HttpAnswer> {
  const { url, headers, body } = question;
  try {
    return await http.request({
      ...{ url, allowPrivate, timeoutMs, requireTrusted: true },
      headers: { accept: 'application/json', ...headers },
      // A key never follows to another place.
      maxRedirects: 0,
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
  } catch (thrown) {
    if (!(thrown instanceof ShopbellError) || thrown.code !== 'TARGET_UNREACHABLE') throw thrown;
    throw new NotTold(`${title} cannot be asked: ${String(thrown.details.reason)}`);
  }
}

function read<S extends z.ZodType>(shape: S, answer: HttpAnswer, title: string): z.output<S> {
  try {
    return shape.parse(JSON.parse(new TextDecoder().decode(answer.body)));
  } catch {
    throw new NotTold(`the answer of ${title} makes no sense${answer.truncated ? ': it is too long' : ''}`);
  }
}
