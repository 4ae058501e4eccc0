import { IntlMessageFormat } from 'intl-messageformat';
import de from './messages/de.json' with { type: 'json' };
import en from './messages/en.json' with { type: 'json' };
import ja from './messages/ja.json' with { type: 'json' };
import pl from './messages/pl.json' with { type: 'json' };

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, pl, de, ja };

/** The names of facts outside a request, for reminders that go to somebody in their language. English where a language has none. */
export function factWords(names: readonly string[], language: string): readonly string[] {
  const own = languages[language]?.['decide.fact'];
  const format = new IntlMessageFormat(own ?? en['decide.fact'], own === undefined ? 'en' : language);
  return names.map((name) => String(format.format({ name })));
}
