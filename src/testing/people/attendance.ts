/** Somebody at a meeting: waits in its lobby, is let in, and decides about others who wait there. */
import { msOf, type Duration } from '../duration.ts';
import type { LabError, LabErrorCode } from '../errors.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

type Within = { readonly within?: Duration | undefined };

export class Attendance {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;

  constructor(line: LineOf, around: LineSurroundings) {
    this.#line = line;
    this.#around = around;
  }

  async waitsInLobby({ within = '10 s' }: Within): Promise<void> {
    const isThere = (): boolean => this.#line.handset.leg?.isInLobby === true;
    if (!(await this.#around.time.until(isThere, msOf(within))))
      throw this.#failed('testing/not-done', `${this.#line.name} was expected to wait in the lobby, and does not.`);
  }

  async isLetIn({ within = '1 min' }: Within): Promise<void> {
    const { call, isOver } = this.#line.handset;
    if (!isOver && call && !call.group?.meeting)
      throw this.#failed('testing/not-done', `${this.#line.name} is on a call, and in no meeting: isAnswered() waits until it is taken.`);
    if (!(await this.#isIn(msOf(within))))
      throw this.#failed('testing/not-done', `${this.#line.name} was expected to be let in, and was not.`);
  }

  async admits(name: string | undefined): Promise<void> {
    await this.#isInside('let somebody in');
    this.#refusedOr(this.#line.handset.admit(name === undefined ? 'all' : [this.#participant(name)]), 'let them in');
    await this.#around.time.settle();
  }

  async denies(name: string): Promise<void> {
    await this.#isInside('send somebody away');
    this.#refusedOr(this.#line.handset.deny([this.#participant(name)]), `send ${name} away`);
    await this.#around.time.settle();
  }

  #participant(name: string): string {
    const userId = this.#around.house.people.person(name).userId;
    const leg = this.#line.handset.call?.legs.find((each) => each.kind === 'person' && each.userId === userId && each.state !== 'ended');
    if (!leg) throw this.#failed('testing/not-done', `${name} is not in this meeting, nor in its lobby.`);
    return leg.participantId;
  }

  /** Whoever waits in the lobby lets nobody in. */
  async #isInside(what: string): Promise<void> {
    if (await this.#isIn(60_000)) return;
    this.#needsCall(what);
    throw this.#failed('testing/not-done', `${this.#line.name} wanted to ${what}, and for a minute was not in the meeting.`);
  }

  async #isIn(withinMs: number): Promise<boolean> {
    const isIn = (): boolean => this.#line.handset.leg?.state === 'connected' && !this.#line.handset.leg.isInLobby;
    await this.#around.time.until(() => isIn() || this.#line.handset.isOver, withinMs);
    return isIn();
  }

  #needsCall(what: string): void {
    if (this.#line.handset.isOver)
      throw this.#failed('testing/call-over', `${this.#line.name} cannot ${what} any more: ${this.#line.ended ?? 'the call is over.'}`);
  }

  #refusedOr(result: { readonly ok: boolean; readonly message?: string }, what: string): void {
    if (!result.ok)
      throw this.#failed('testing/refused', `${this.#line.name} wanted to ${what}, and the switchboard refused: ${result.message ?? ''}`);
  }

  #failed(code: LabErrorCode, message: string): LabError {
    return this.#around.failure({ code, message, line: this.#line });
  }
}
