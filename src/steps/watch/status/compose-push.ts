import { type MailFacts, newsWords } from './compose-status-mail.ts';
import { statusTexts } from './status-texts.ts';

/** What a push service carries is 4,096 bytes with its wrapping; a letter of Japanese is three. */
const LONGEST_TITLE = 150;
const LONGEST_TEXT = 500;

/** What a browser shows of one piece of news, as its worker reads it, and which waiting one it replaces. */
export function composePush(facts: MailFacts): { readonly payload: string; readonly topic: string } {
  const { news, language, url, shop } = facts;
  const { subject, text } = newsWords(facts);
  // Of parts that changed by themselves only the last word counts; what people wrote stands each for itself.
  const topic = news.kind === 'post' ? facts.about : 'parts';
  const stop = statusTexts(language)('watch.status.push.stop');
  const shown = { title: cut(subject, LONGEST_TITLE), body: cut(text, LONGEST_TEXT), tag: `${shop} ${topic}`.slice(0, 100) };
  return { payload: JSON.stringify({ ...shown, lang: language, url: `${url}?lang=${language}`, stop }), topic };
}

function cut(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
