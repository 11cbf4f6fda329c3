/** What may happen to notifications on their way to bots. */
import type { Timer } from '../../base/clock.ts';
import { shownMs, msOf, type Duration } from '../duration.ts';
import { origin } from '../house/lab-directory.ts';
import type { Carried } from '../house/wire.ts';
import type { Aim } from './aim.ts';
import type { Fault } from './fault.ts';
import { copyOf, type FaultBook } from './fault-book.ts';

/** How long one that is to be overtaken waits for another of its call. */
const HOLD: Duration = '1 s';

/**
 * Graph takes on a notification at one place and posts it from another, which need not be in step: to a bot, one that is late looks
 * like any other. So here: whatever is held back was accepted (202) for the bot, the switchboard goes on with the next one, and the
 * message comes later as it was, with its own id and its token of then. Nobody tries it again if the bot does not take it any more, or
 * if its token has run out meanwhile. `incoming` is struck like all others, so that a call may be over before a bot hears of it.
 */
export class NotificationFaults {
  readonly #book: FaultBook;

  constructor(book: FaultBook) {
    this.#book = book;
  }

  /** They come so much later; others overtake them. */
  late(by: Duration, aim: Aim = {}): Fault {
    const ms = msOf(by);
    return this.#fault(`notifications come ${shownMs(ms)} late`, aim, (request, carried) => {
      this.#bring(copyOf(request, carried), ms, `${shownMs(ms)} late`);
      return Promise.resolve(accepted());
    });
  }

  /**
   * Each comes once more, behind the first or `after` a while. The second has an id of its own, as one has that another machine
   * sent; with `hasSameId` it can be known by that as a repeat.
   */
  twice({
    after = 0,
    hasSameId = false,
    ...aim
  }: Aim & { readonly after?: Duration | undefined; readonly hasSameId?: boolean | undefined } = {}): Fault {
    const { wire, whims } = this.#book.house;
    const ms = msOf(after);
    return this.#book.onWire({
      what: `notifications come twice${ms === 0 ? '' : `, ${shownMs(ms)} apart`}`,
      aim,
      isOurs: isNotification,
      strike: async (request, next, carried) => {
        const again = copyOf(request, carried, hasSameId ? {} : { 'x-microsoft-skype-message-id': whims.uuid() });
        const answer = await next(request);
        if (ms === 0) await wire.bring(again, 'the second of two');
        else this.#bring(again, ms, 'the second of two');
        return answer;
      },
    });
  }

  /** Each is overtaken by the next one of its call; after a second without another it goes on. */
  outOfOrder({ hold = HOLD, ...aim }: Aim & { readonly hold?: Duration | undefined } = {}): Fault {
    const { wire, time } = this.#book.house;
    const held = new Map<string, { readonly copy: Request; readonly timer: Timer }>();
    const goesOn = async (callId: string): Promise<void> => {
      const one = held.get(callId);
      held.delete(callId);
      if (one) await wire.bring(one.copy, 'overtaken');
    };
    return this.#book.onWire({
      what: 'notifications come out of order',
      aim,
      isOurs: isNotification,
      // The one that overtakes is not held back itself.
      apart: {
        isOne: (carried) => held.has(callIn(carried)),
        go: async (request, next, carried) => {
          const callId = callIn(carried);
          held.get(callId)?.timer[Symbol.dispose]();
          const answer = await next(request);
          await goesOn(callId);
          return answer;
        },
      },
      strike: (request, _next, carried) => {
        const callId = callIn(carried);
        const timer = time.clock.after(msOf(hold), () => void goesOn(callId));
        held.set(callId, { copy: copyOf(request, carried), timer });
        return Promise.resolve(accepted());
      },
    });
  }

  /** The bot never sees them, and the switchboard believes that it did. */
  lost(aim: Aim = {}): Fault {
    return this.#fault('notifications are lost', aim, () => Promise.resolve(accepted()));
  }

  #fault(what: string, aim: Aim, strike: (request: Request, carried: Carried) => Promise<Response>): ReturnType<FaultBook['onWire']> {
    return this.#book.onWire({ what, aim, isOurs: isNotification, strike: (request, _next, carried) => strike(request, carried) });
  }

  #bring(copy: Request, afterMs: number, how: string): void {
    const { wire, time } = this.#book.house;
    time.clock.after(afterMs, () => void wire.bring(copy, how));
  }
}

function isNotification({ method, url }: Carried): boolean {
  return method === 'POST' && url.startsWith(`${origin}/bots/`);
}

/** The call that a notification is about; the bot's address where it is about none. */
function callIn({ url, body }: Carried): string {
  return /\/calls\/([^/"?\\]+)/i.exec(body)?.[1] ?? url;
}

function accepted(): Response {
  return new Response(null, { status: 202 });
}
