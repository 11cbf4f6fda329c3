/** What an HTTP answer means that is not a success: by its code in words or numbers, else by its status. */
import { entraCodes } from './entra-codes.ts';
import { explanation, sources, type Explanation } from './explanation.ts';
import { graphCodes, httpStatuses } from './http-statuses.ts';
import { knownResult } from './explain-result.ts';
import { seenOnGraph, serviceSubcodes } from './service-subcodes.ts';

export type Refusal = {
  readonly status?: number | undefined;
  /** Graph's own code: `8522`, `InvalidAuthenticationToken`. */
  readonly code?: string | undefined;
  readonly message?: string | undefined;
};

export function explainRefusal({ status, code, message }: Refusal): Explanation {
  return entraIn(message) ?? byCode(status, code) ?? explainStatus(status ?? 0);
}

export function explainStatus(status: number): Explanation {
  const row = httpStatuses[status];
  if (row) return explanation(`HTTP ${String(status)}`, row, sources.status);
  const happened =
    status >= 500
      ? 'The service had a fault.'
      : status >= 400
        ? 'The service refused the request.'
        : status >= 200
          ? 'The service took the request.'
          : 'That is no status of HTTP.';
  return { about: `HTTP ${String(status)}`, happened, causes: [], remedies: [], source: `${sources.none}: by the class of the status` };
}

/** An AADSTS code by its number: `7000215`. */
export function explainEntra(number: number): Explanation {
  const about = `AADSTS${String(number)}`;
  const remedies = [`Look it up: https://login.microsoftonline.com/error?code=${String(number)}`];
  const row = entraCodes[number];
  if (!row)
    return {
      about,
      happened: 'The sign-in service gave no token.',
      causes: [],
      remedies,
      source: `${sources.none} here; ${sources.entra}`,
    };
  return explanation(about, [row[0], row[1], [...(row[2] ?? []), ...remedies]], sources.entra);
}

/** The first AADSTS code in a text. */
export function entraIn(text: string | undefined): Explanation | undefined {
  const number = /AADSTS(\d{4,8})/i.exec(text ?? '')?.[1];
  return number === undefined ? undefined : explainEntra(Number(number));
}

function byCode(status: number | undefined, code: string | undefined): Explanation | undefined {
  if (code === undefined || code === '') return undefined;
  const prefix = status === undefined ? '' : `HTTP ${String(status)} `;
  if (/^\d+$/.test(code)) {
    const row = serviceSubcodes[Number(code)];
    if (row) {
      const source = seenOnGraph.includes(Number(code)) ? sources.seen : sources.acsGeneric;
      return explanation(`${prefix}${code}`, row, source);
    }
    return status === undefined ? undefined : knownResult(status, Number(code));
  }
  const row = graphCodes.get(code.toLowerCase());
  return row && explanation(`${prefix}${code}`, row, sources.graph);
}
