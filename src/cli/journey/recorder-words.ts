import type { RecorderNote } from '#engines/journeys/record/open-recorder.ts';

type Note = RecorderNote['why'];
type Word = 'title' | 'how' | 'picture' | 'choose' | 'chooseButton' | 'payment' | 'done' | 'noted' | 'written';
export type RecorderWords = Readonly<Record<Word | Note, string>>;

const en: RecorderWords = {
  title: 'Recording a journey',
  how: 'Click in the picture, then type; Shift and Tab lead out of it. Everything is done in the shop’s page and noted. Take made-up data: what tells of a person is replaced by test data in the file.',
  picture: 'The shop’s page. Click in it to press there; what you type goes to the field you pressed.',
  choose: 'Choose from the list that was pressed',
  chooseButton: 'Choose',
  payment: 'This page asks for payment: done',
  done: 'Done, it ends here',
  noted: 'Noted',
  written: 'The file is written. You can close this page.',
  'too-many': 'No more than {what} steps are recorded: end the journey here.',
  'would-order': '“{what}” was not pressed: it would order. If this page asks for payment, the journey is done.',
  'not-told-apart': '“{what}” cannot be told from others, so it is not recorded.',
  key: 'The key {what} is not passed on.',
  'field-first': 'Press on a field first.',
  card: 'Data of cards and accounts is not typed while recording. If this page asks for it, the journey is done.',
  'list-first': 'Press on a list first.',
  frame: 'This frame cannot be told from others, so what is inside it is not recorded.',
};
const pl: RecorderWords = {
  title: 'Nagrywanie ścieżki',
  how: 'Kliknij w obraz, potem pisz; Shift i Tab wyprowadzają z niego. Wszystko dzieje się na stronie sklepu i jest zapisywane. Używaj zmyślonych danych: to, co mówi o osobie, zostaje w pliku zastąpione danymi testowymi.',
  picture: 'Strona sklepu. Kliknij w nią, by tam nacisnąć; to, co piszesz, trafia do naciśniętego pola.',
  choose: 'Wybierz z naciśniętej listy',
  chooseButton: 'Wybierz',
  payment: 'Ta strona prosi o zapłatę: gotowe',
  done: 'Gotowe, tu koniec',
  noted: 'Zapisano',
  written: 'Plik jest zapisany. Możesz zamknąć tę stronę.',
  'too-many': 'Nagrywa się najwyżej {what} kroków: zakończ ścieżkę tutaj.',
  'would-order': 'Nie naciśnięto „{what}”: złożyłoby to zamówienie. Jeśli ta strona prosi o zapłatę, ścieżka jest gotowa.',
  'not-told-apart': '„{what}” nie da się odróżnić od innych, więc nie jest nagrywane.',
  key: 'Klawisz {what} nie jest przekazywany.',
  'field-first': 'Najpierw naciśnij pole.',
  card: 'Dane kart i kont nie są wpisywane podczas nagrywania. Jeśli ta strona o nie prosi, ścieżka jest gotowa.',
  'list-first': 'Najpierw naciśnij listę.',
  frame: 'Tej ramki nie da się odróżnić od innych, więc jej zawartość nie jest nagrywana.',
};
const de: RecorderWords = {
  title: 'Einen Weg aufzeichnen',
  how: 'Klicken Sie in das Bild und tippen Sie dann; Umschalt und Tab führen hinaus. Alles geschieht auf der Seite des Shops und wird notiert. Nehmen Sie erfundene Daten: Was von einer Person erzählt, wird in der Datei durch Testdaten ersetzt.',
  picture: 'Die Seite des Shops. Klicken Sie hinein, um dort zu drücken; was Sie tippen, geht in das gedrückte Feld.',
  choose: 'Aus der gedrückten Liste wählen',
  chooseButton: 'Wählen',
  payment: 'Diese Seite verlangt die Zahlung: fertig',
  done: 'Fertig, hier endet er',
  noted: 'Notiert',
  written: 'Die Datei ist geschrieben. Sie können diese Seite schließen.',
  'too-many': 'Mehr als {what} Schritte werden nicht aufgezeichnet: Beenden Sie den Weg hier.',
  'would-order': '„{what}“ wurde nicht gedrückt: Es würde bestellen. Verlangt diese Seite die Zahlung, ist der Weg fertig.',
  'not-told-apart': '„{what}“ ist von anderem nicht zu unterscheiden und wird nicht aufgezeichnet.',
  key: 'Die Taste {what} wird nicht weitergegeben.',
  'field-first': 'Drücken Sie zuerst auf ein Feld.',
  card: 'Daten von Karten und Konten werden beim Aufzeichnen nicht getippt. Verlangt diese Seite sie, ist der Weg fertig.',
  'list-first': 'Drücken Sie zuerst auf eine Liste.',
  frame: 'Dieser Rahmen ist von anderen nicht zu unterscheiden; was darin steht, wird nicht aufgezeichnet.',
};
const ja: RecorderWords = {
  title: '道筋の記録',
  how: '画像の中をクリックしてから入力してください。Shift と Tab で画像の外へ出られます。操作はすべて店のページで行われ、記録されます。架空の情報を使ってください。個人に関するものはファイルではテスト用データに置き換えられます。',
  picture: '店のページです。クリックするとその場所が押され、入力は押した欄に入ります。',
  choose: '押した一覧から選ぶ',
  chooseButton: '選ぶ',
  payment: 'このページは支払いを求めています：完了',
  done: '完了（ここまで）',
  noted: '記録した操作',
  written: 'ファイルに書き込みました。このページを閉じてかまいません。',
  'too-many': '記録できるのは{what}手順までです。ここで終えてください。',
  'would-order': '「{what}」は押していません。注文になるためです。このページが支払いを求めているなら、道筋はここまでです。',
  'not-told-apart': '「{what}」はほかと区別できないため、記録していません。',
  key: '{what} キーは渡されません。',
  'field-first': '先に入力欄を押してください。',
  card: 'カードや口座の情報は記録中には入力されません。このページがそれを求めているなら、道筋はここまでです。',
  'list-first': '先に一覧を押してください。',
  frame: 'この枠はほかと区別できないため、中の操作は記録していません。',
};
const ALL: Readonly<Record<string, RecorderWords>> = { en, pl, de, ja };

/** The language that a browser likes best of those that there are, by `Accept-Language`. */
export function recorderLanguage(header: string | undefined): string {
  const liked = (header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return liked.find((language) => Object.hasOwn(ALL, language)) ?? 'en';
}

export function recorderWords(language: string): RecorderWords {
  return ALL[language] ?? en;
}

/** Why something was not done or noted, as a sentence. */
export function sayNote({ why, what }: RecorderNote, language: string): string {
  return recorderWords(language)[why].replace('{what}', () => what);
}
