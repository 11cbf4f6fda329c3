/** What a `resultInfo` means: how a call, a transfer or an operation ended. */
import { callCodes, callEnds } from './call-end-codes.ts';
import { explanation, sources, type Explanation } from './explanation.ts';
import { seenOnGraph, serviceSubcodes, subcodeFamilies } from './service-subcodes.ts';

/** Never throws; of a pair that nobody has described it says what is known of its class, and that it is not documented. */
export function explainResult(code: number, subcode: number): Explanation {
  return knownResult(code, subcode) ?? unknownResult(code, subcode);
}

/** As `explainResult`, but undefined where only the class of the code is known. */
export function knownResult(code: number, subcode: number): Explanation | undefined {
  const about = `${String(code)}/${String(subcode)}`;
  for (const { rows, source } of callEnds) {
    const row = rows[about];
    if (row) return explanation(about, row, source);
  }
  if (code === 200 && subcode === 0) return explanation(about, ['It has ended as it should.', ['Nothing went wrong.']], sources.graph);
  if (code === 500 && (subcode === 7000 || subcode === 7700)) return explanation(about, notPutThrough, sources.transfer);
  const row = serviceSubcodes[subcode];
  if (row) return explanation(about, row, seenOnGraph.includes(subcode) ? sources.seen : sources.acsGeneric);
  // Elsewhere the same service says 0 for what Graph tells as 200.
  return code === 0 ? knownAs200(about, subcode) : undefined;
}

const notPutThrough = [
  'The caller was not put through.',
  ['The other person did not take the call, or declined it.', 'The app lacks Calls.Initiate.All.'],
  ['The call is the bot’s again: tell the caller, and try somebody else.'],
] as const;

function knownAs200(about: string, subcode: number): Explanation | undefined {
  const row = callEnds[0]?.rows[`200/${String(subcode)}`];
  return row && explanation(about, row, sources.callEnd);
}

function unknownResult(code: number, subcode: number): Explanation {
  const about = `${String(code)}/${String(subcode)}`;
  const family = subcodeFamilies.find(([from, to]) => subcode >= from && subcode <= to)?.[2];
  const [happened, causes = [], remedies = []] = callCodes[code] ?? [classOf(code)];
  const known = family === undefined ? [] : [`Subcodes around ${String(subcode)} are about ${family}.`];
  const source = `${sources.none}: what is said here comes from the class of the code (${sources.sip})`;
  return { about, happened, causes: [...causes, ...known], remedies, source };
}

function classOf(code: number): string {
  if (code >= 100 && code < 200) return 'The call was being set up.';
  if (code < 300) return 'The call has ended.';
  if (code < 400) return 'The call was sent elsewhere.';
  if (code < 500) return 'The other side or the request is why the call did not come about.';
  if (code < 600) return 'The service had an internal fault.';
  return code < 700 ? 'The other side turned the call away everywhere.' : 'The call has ended.';
}
