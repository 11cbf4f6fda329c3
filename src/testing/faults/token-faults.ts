/** What may happen to tokens and keys. */
import { origin } from '../house/lab-directory.ts';
import type { Carried } from '../house/wire.ts';
import type { Aim } from './aim.ts';
import type { Fault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';
import { noToken, refusal } from './refusals.ts';

export class TokenFaults {
  readonly #book: FaultBook;

  constructor(book: FaultBook) {
    this.#book = book;
  }

  /** All tokens that were given out so far are refused from now on with Graph's 401; new ones are good. */
  expire({ bot, of, times }: Pick<Aim, 'bot' | 'of' | 'times'> = {}): Fault {
    const { time, whims, wire } = this.#book.house;
    const expired = new Set(wire.carried.flatMap(tokenIn));
    const aim = { bot, of, times };
    const what = 'tokens that were given out are refused';
    const bearer = (request: Request): string => request.headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    return this.#book.onWire({
      what,
      aim,
      isOurs: (_carried, request) => expired.has(bearer(request)),
      strike: (request) => Promise.resolve(refusal(401, request, { clock: time.clock, random: whims })),
    });
  }

  /** The identity platform gives no tokens, and asks to be asked again: 503. */
  fail(aim: Aim = {}): Fault {
    const { time, whims } = this.#book.house;
    return this.#book.onWire({
      what: 'the identity platform gives no tokens',
      aim,
      isOurs: isTokenRequest,
      strike: (request) => Promise.resolve(noToken(request, { clock: time.clock, random: whims })),
    });
  }
}

export class KeyFaults {
  readonly #book: FaultBook;

  constructor(book: FaultBook) {
    this.#book = book;
  }

  /**
   * What signs tokens and notifications is replaced at once, as after a theft: the former keys are withdrawn, with all that they
   * signed. Resolves when the new one is in use.
   */
  async rotate(): Promise<void> {
    if (!this.#book.house.isCarrierUp) return;
    this.#book.tell('the keys of the switchboard are replaced');
    await this.#book.house.carrier.graph.keys.rotate({ isAtOnce: true });
  }
}

function isTokenRequest({ method, url }: Carried): boolean {
  return method === 'POST' && url.startsWith(`${origin}/`) && /\/oauth2\/(v2\.0\/)?token$/.test(url);
}

function tokenIn(carried: Carried): readonly string[] {
  if (!isTokenRequest(carried) || carried.status !== 200) return [];
  const { access_token } = JSON.parse(carried.answer ?? '{}') as { readonly access_token?: string };
  return access_token === undefined ? [] : [access_token];
}
