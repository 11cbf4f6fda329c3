/** Explains whatever somebody pastes: codes, a line of a log, an error body, a notification. */
import { callCodes, callEnds } from './call-end-codes.ts';
import { explainBody } from './explain-body.ts';
import { explainEntra, explainRefusal, explainStatus } from './explain-refusal.ts';
import { explainResult, knownResult } from './explain-result.ts';
import type { Explanation } from './explanation.ts';
import { graphCodes } from './http-statuses.ts';
import { serviceSubcodes } from './service-subcodes.ts';

const LONGEST = 200_000;

/**
 * Reads `500/7112`, `DiagCode: 3003#7106.@`, `7504`, `403`, `AADSTS7000215`, `InvalidAuthenticationToken`, whole JSON bodies,
 * and lines of a log with one of these in it. Empty when nothing in the text is a code. Never throws.
 */
export function explain(pasted: string): readonly Explanation[] {
  const text = pasted.slice(0, LONGEST).trim();
  const body = jsonIn(text);
  const inBody = body === undefined ? [] : explainBody(body, statusIn(text));
  return inBody.length > 0 ? inBody : inWords(text);
}

function inWords(text: string): readonly Explanation[] {
  const entra = [...text.matchAll(/AADSTS(\d{4,8})/gi)].slice(0, 5).map(([, number]) => explainEntra(Number(number)));
  if (entra.length > 0) return unique(entra);
  const diagnostic = /DiagCode:\s*(\d{1,7})#(\d{1,7})/i.exec(text);
  if (diagnostic) return [ofDiagnostic(Number(diagnostic[1]), Number(diagnostic[2]), text)];
  const named = /\bcode"?\s*[:=]\s*"?(\d{1,3})\b[^]{0,200}?\bsub_?code"?\s*[:=]\s*"?(\d{1,7})\b/i.exec(text);
  if (named) return [explainResult(Number(named[1]), Number(named[2]))];
  const pair = /(?<![\d.])(\d{1,3})\s*[/#]\s*(\d{1,7})(?![\d.])/.exec(text);
  if (pair) return [explainResult(Number(pair[1]), Number(pair[2]))];
  const refused = /(?<![\d.])([1-5]\d\d)[\s:,]+(\d{4})(?![\d.])/.exec(text);
  if (refused) return [explainRefusal({ status: Number(refused[1]), code: refused[2] })];
  const word = text.match(/[A-Za-z_]{6,}/g)?.find((each) => graphCodes.has(each.toLowerCase()));
  if (word !== undefined) return [explainRefusal({ code: word, ...statusIn(text) })];
  const number = /(?<![\d.])(\d{1,7})(?![\d.])/.exec(text)?.[1];
  return number === undefined ? [] : ofNumber(Number(number));
}

/** `0#5002` is told as 200/5002; where the first number is no status (`3003#7106`) it is the cause within the service. */
function ofDiagnostic(first: number, second: number, text: string): Explanation {
  const outer = /\bcode"?\s*[:=]\s*"?([2-6]\d\d)\b/i.exec(text)?.[1];
  const code = outer === undefined ? (first === 0 ? 200 : first < 700 ? first : 500) : Number(outer);
  const found = explainResult(code, second);
  if (first < 700) return found;
  const cause = `The service names ${String(first)} as its own cause: ${explainResult(code, first).happened}`;
  return { ...found, about: `${found.about} (${String(first)}#${String(second)})`, causes: [...found.causes, cause] };
}

function ofNumber(number: number): readonly Explanation[] {
  if (number < 1000) {
    const found = [explainStatus(number), ...(callCodes[number] ? [explainResult(number, 0)] : [])];
    return found;
  }
  const pairs = callEnds.flatMap(({ rows }) => Object.keys(rows)).filter((pair) => pair.endsWith(`/${String(number)}`));
  const found = pairs.map((pair) => knownResult(Number(pair.split('/')[0]), number)).filter((each) => each !== undefined);
  if (found.length > 0) return unique(found);
  return [serviceSubcodes[number] ? explainRefusal({ code: String(number) }) : explainResult(0, number)];
}

function statusIn(text: string): { readonly status?: number } {
  const status = /(?:HTTP(?:\/\d(?:\.\d)?)?|status(?:\s?code)?)"?\s*[:=]?\s*"?([1-5]\d\d)\b/i.exec(text)?.[1];
  return status === undefined ? {} : { status: Number(status) };
}

/** The whole text, or what stands between its first and its last brace. */
function jsonIn(text: string): unknown {
  const [from, to] = [text.indexOf('{'), text.lastIndexOf('}')];
  if (from < 0 || to <= from) return undefined;
  try {
    return JSON.parse(text.slice(from, to + 1));
  } catch {
    return undefined;
  }
}

function unique(found: readonly Explanation[]): readonly Explanation[] {
  return [...new Map(found.map((each) => [each.about, each])).values()];
}
