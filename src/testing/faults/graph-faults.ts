/** What may happen to what bots ask of Graph. */
import { msOf, shownMs, type Duration } from '../duration.ts';
import { origin } from '../house/lab-directory.ts';
import { networkError, type Carried, type Interceptor } from '../house/wire.ts';
import type { Aim } from './aim.ts';
import type { Fault } from './fault.ts';
import type { FaultBook } from './fault-book.ts';
import { refusal } from './refusals.ts';

/** Strikes commands, reads, and downloads of recordings; never tokens and keys, which are another service's. */
export class GraphFaults {
  readonly #book: FaultBook;

  constructor(book: FaultBook) {
    this.#book = book;
  }

  /** 429, and a `Retry-After` in whole seconds: 1 s unless told otherwise. Nothing was done. */
  tooMany({ retryAfter = '1 s', ...aim }: Aim & { readonly retryAfter?: Duration | undefined } = {}): Fault {
    const retryAfterS = Math.max(1, Math.ceil(msOf(retryAfter) / 1_000));
    return this.#fault('Graph answers 429', aim, this.#refused(429, retryAfterS));
  }

  /** The request is answered with that status. Nothing was done. Throws a `TypeError` for another. */
  fails(status: 500 | 502 | 503 = 500, aim: Aim = {}): Fault {
    const statuses: readonly number[] = [500, 502, 503];
    if (!statuses.includes(status))
      throw new TypeError(`graph.fails() wants one of ${statuses.join(', ')}, and not ${String(status)}; graph.tooMany() is 429`);
    return this.#fault(`Graph answers ${String(status)}`, aim, this.#refused(status));
  }

  /** Each request waits so long before it is looked at; it is then obeyed, whether or not anybody still waits for the answer. */
  slow(by: Duration, aim: Aim = {}): Fault {
    const { clock } = this.#book.house.time;
    return this.#fault(`Graph is slow by ${shownMs(msOf(by))}`, aim, async (request, next) => {
      await clock.sleep(msOf(by));
      return next(request);
    });
  }

  /** The connection is cut before the request arrives. */
  drops(aim: Aim = {}): Fault {
    return this.#fault('requests do not reach Graph', aim, () =>
      Promise.reject(networkError('ECONNRESET', 'cut before the request arrived')),
    );
  }

  /** The request is obeyed, and the connection is cut before the answer has come. */
  dropsAnswers(aim: Aim = {}): Fault {
    return this.#fault('answers of Graph are lost', aim, async (request, next) => {
      await next(request);
      throw networkError('ECONNRESET', 'cut before the answer came');
    });
  }

  #refused(status: 429 | 500 | 502 | 503, retryAfterS?: number): Interceptor {
    const { time, whims } = this.#book.house;
    return (request) => Promise.resolve(refusal(status, request, { clock: time.clock, random: whims, retryAfterS }));
  }

  #fault(what: string, aim: Aim, strike: Interceptor): Fault {
    return this.#book.onWire({ what, aim, isOurs: isGraph, strike });
  }
}

function isGraph({ url }: Carried): boolean {
  return ['v1.0', 'beta', 'recordings'].some((below) => url.startsWith(`${origin}/${below}/`));
}
