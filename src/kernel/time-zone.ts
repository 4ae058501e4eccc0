/** Whether a text names a time zone, by its present name or an older one: Asia/Kolkata as well as Asia/Calcutta, or an offset such as +05:30. The engine's own list has one name of each zone only. Pure. */
export function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
