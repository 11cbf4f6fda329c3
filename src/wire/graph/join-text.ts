/** The meeting id and the passcode as an invitation's text says them: `Meeting ID: 123 456 789 012 · Passcode: aBc123`. */

export type JoinText = { readonly joinMeetingId: string; readonly passcode?: string | undefined };

/** The words before the id, in the languages in which invitations were seen. */
const idWords =
  'meeting\\s*id|besprechungs-?id|id de (?:la )?r[ée]union|id\\.? de (?:la )?reuni[óo]n|id riunione|id da reuni[ãa]o|vergadering-?id';
const codeWords =
  'passcode|pass\\s?code|kennung|kenncode|code secret|c[óo]digo de acceso|passcode riunione|senha|toegangscode|wachtwoordcode';

const idPattern = new RegExp(`(?:${idWords})\\s*[:：]\\s*(\\d(?:[ \\u00a0]?\\d){5,19})`, 'i');
const codePattern = new RegExp(`(?:${codeWords})\\s*[:：]\\s*([^\\s<>/|,;]{1,64})`, 'i');

/** Undefined unless the text names a meeting id, or is nothing but the digits of one. */
export function joinTextIn(text: string): JoinText | undefined {
  const bare = /^\d(?:[ \u00a0]?\d){8,19}$/.test(text) ? text : undefined;
  const id = bare ?? idPattern.exec(text)?.[1];
  if (id === undefined) return undefined;
  const passcode = codePattern.exec(text)?.[1];
  return { joinMeetingId: id.replace(/\D/g, ''), ...(passcode === undefined ? {} : { passcode }) };
}
