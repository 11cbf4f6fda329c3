/** Why a call ended, in a sentence for people: the table of `wire/graph/explain`, else the service's own words. */
import type { EndReason } from '../../call/platform.ts';
import type { ResultInfo } from '../../wire/graph/call.ts';
import { explainResult, knownResult } from '../../wire/graph/explain/explain-result.ts';

/** What the codes of a call's end mean. A code that is new to us is told in the service's own words. */
export function explainEnd(result: ResultInfo | null | undefined): EndReason {
  const { code = 0, subcode = 0, message } = result ?? {};
  const known = subcode === 0 ? undefined : knownResult(code, subcode);
  return { code, subcode, message: known?.happened ?? ownWords(message) ?? explainResult(code, subcode).happened };
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
