/** Why a call ended, in a sentence for people. Source of the codes: Graph docs, api/call-delete, "Call end reason codes". */
import type { EndReason } from '../../call/platform.ts';
import type { ResultInfo } from '../../wire/graph/call.ts';

const sentences: Readonly<Record<string, string>> = {
  '200/4097': 'The other side hung up.',
  '200/4521': 'The other side hung up.',
  '200/5000': 'Another participant removed the bot.',
  '200/5001': 'The conversation has ended.',
  '200/5002': 'Everybody else has hung up.',
  '200/5003': 'The conversation has ended.',
  '200/5007': 'Whoever began the call has left it.',
  '200/5010': 'Only one participant was left.',
  '200/5012': 'Nobody was left in the call.',
  '200/5013': 'Nobody joined.',
  '200/5014': 'Nobody who could be the host was there.',
  '200/5020': 'Nobody was left in the call.',
  '200/5030': 'The time of the breakout room was up.',
  '200/5300': 'Another participant removed the bot.',
  '200/5855': 'Nobody let the bot in from the lobby in time.',
  '200/7000': 'The bot hung up.',
  '200/7015': 'The caller was put through to somebody else.',
  '200/10550': 'The bot hung up.',
  '200/18503': 'The other side has left.',
  '200/540000': 'The other side hung up the phone.',
  '200/560000': 'The other side hung up the phone.',
  '0/7015': 'The caller was put through to somebody else.',
  '408/1106': 'The other side did not confirm the call in time.',
  '408/8537': 'The call was ended because the bot had not said for 45 minutes that it still needs it.',
  '408/10057': 'No device of the other side answered the signalling.',
  '410/301005': 'Sound could not be connected.',
  '480/10037': 'The other side is not signed in anywhere.',
  '480/10076': 'The other side cannot be reached.',
  '480/10134': 'There is no way to route a call to the other side.',
  '480/10199': 'The other side may not make private calls.',
  '500/1005': 'Sound between the service and the bot was lost.',
  '500/3003': 'The service had an internal fault.',
  '500/7106': 'The service had an internal fault.',
  '500/7117': 'The service had an internal fault.',
  '500/9999': 'The service had an internal fault.',
  '500/1203002': 'The service had an internal fault.',
};

const byCode: Readonly<Record<number, string>> = {
  0: 'The call has ended.',
  200: 'The call has ended.',
  403: 'The call was refused.',
  404: 'Nobody has that number.',
  408: 'Nobody answered in time.',
  410: 'Sound could not be connected.',
  480: 'The other side cannot be reached at the moment.',
  486: 'The other side is busy.',
  487: 'The call was called off before it was answered.',
  500: 'The service had an internal fault.',
  503: 'The service is not available at the moment.',
  603: 'The other side declined the call.',
};

/** What the codes of a call's end mean. A code that is new to us is told in the service's own words. */
export function explainEnd(result: ResultInfo | null | undefined): EndReason {
  const { code = 0, subcode = 0, message } = result ?? {};
  return {
    code,
    subcode,
    message: sentences[`${String(code)}/${String(subcode)}`] ?? ownWords(message) ?? byCode[code] ?? 'The call has ended.',
  };
}

/** Why a transfer did not come about: `7000` and `7700` are the documented ones, and say no more than that. */
export function explainTransfer(result: ResultInfo): EndReason {
  const { code, subcode, message } = result;
  if (code === 500 && (subcode === 7000 || subcode === 7700)) {
    return { code, subcode, message: ownWords(message) ?? 'The other person did not take the call.' };
  }
  return explainEnd(result);
}

/** The service writes "text DiagCode: 0#5002.@". */
function ownWords(message: string | null | undefined): string | undefined {
  const text = message?.replace(/\s*DiagCode:.*$/s, '').trim();
  return text === undefined || text === '' ? undefined : text;
}
