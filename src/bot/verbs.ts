/** What all verbs of a call have in common: in turn or beside each other, not before the call is up, and over with it. */
import type { CarrierCall, Ended } from '../call/platform.ts';
import { BotError } from './errors.ts';
import { leadingBack } from './leading-back.ts';
import { Turns } from './turns.ts';

export class Verbs {
  readonly #carrier: Pick<CarrierCall, 'state'>;
  readonly #turns = new Turns();

  constructor(carrier: Pick<CarrierCall, 'state'>) {
    this.#carrier = carrier;
  }

  /** After what was begun before. */
  async inTurn<T>(verb: string, work: () => Promise<T | Ended>): Promise<T | Ended> {
    const finish = await this.#turns.next();
    try {
      return this.#over(verb) ?? (await work());
    } catch (error) {
      throw leadingBack(error);
    } finally {
      finish();
    }
  }

  /** Beside whatever is being said or recorded. */
  async beside<T>(verb: string, work: () => Promise<T | Ended>): Promise<T | Ended> {
    try {
      return this.#over(verb) ?? (await work());
    } catch (error) {
      throw leadingBack(error);
    }
  }

  #over(verb: string): Ended | undefined {
    const { state } = this.#carrier;
    if (state.status === 'ended') return { kind: 'ended', reason: state.reason };
    if (state.status !== 'ringing' && state.status !== 'connecting') return undefined;
    throw new BotError('bot/not-answered', `call.${verb}() came before the call was up; await call.answer() first`);
  }
}
