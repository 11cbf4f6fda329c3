/** Whether somebody is on a call, or in a meeting: is answered, is hung up on, waits in a lobby, is let in, and decides about others who wait there. */
import { msOf, shownMs, type Duration } from '../duration.ts';
import { Complaints } from './complaints.ts';
import type { Ask } from './ask.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

type Within = { readonly within?: Duration | undefined };

const AFTER_THE_END_MS = 500;

export class Attendance {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #complaints: Complaints;

  constructor(line: LineOf, around: LineSurroundings) {
    this.#line = line;
    this.#around = around;
    this.#complaints = new Complaints(line, around);
  }

  async isAnswered({ within = '1 min' }: Within): Promise<void> {
    const { handset } = this.#line;
    // It may be over again by the time it is looked at.
    const isUp = (): boolean => handset.leg?.connectedMs !== undefined;
    const isSo = await this.#around.time.until(() => isUp() || handset.isOver, msOf(within));
    if (!isSo || !isUp()) throw this.#complaints.failed('testing/not-done', 'The call was expected to be answered, and was not.');
  }

  async isHungUpOn({ within = '1 min' }: Within): Promise<void> {
    const { handset, name } = this.#line;
    const isSo = await this.#around.time.until(() => handset.isOver, msOf(within));
    // What came at the very end is known a moment later.
    if (isSo) await this.#around.time.pass(AFTER_THE_END_MS);
    const { threw } = this.#around.house;
    if (threw) throw this.#complaints.failed('testing/bot-threw', `The bot was expected to hang up, and threw: ${threw.error}`);
    if (!isSo) {
      const message = `The other side was expected to hang up, and did not within ${shownMs(msOf(within))}.`;
      throw this.#complaints.failed('testing/not-done', message);
    }
    if (handset.leg?.endedAs === 'hungUp') throw this.#complaints.failed('testing/not-done', `It was ${name} who hung up.`);
  }

  async waitsInLobby({ within = '10 s' }: Within): Promise<void> {
    const isThere = (): boolean => this.#line.handset.leg?.isInLobby === true;
    if (!(await this.#around.time.until(isThere, msOf(within))))
      throw this.#complaints.failed('testing/not-done', `${this.#line.name} was expected to wait in the lobby, and does not.`);
  }

  async isLetIn({ within = '1 min' }: Within): Promise<void> {
    const { call, isOver } = this.#line.handset;
    if (!isOver && call && !call.group?.meeting)
      throw this.#complaints.failed(
        'testing/not-done',
        `${this.#line.name} is on a call, and in no meeting: isAnswered() waits until it is taken.`,
      );
    if (!(await this.#isIn(msOf(within))))
      throw this.#complaints.failed('testing/not-done', `${this.#line.name} was expected to be let in, and was not.`);
  }

  async admits(name: string | undefined): Promise<void> {
    await this.isInside('let somebody in');
    const participantIds = name === undefined ? ('all' as const) : [this.#participant(name)];
    this.#asks('let them in', (switchboard, mine) => switchboard.admitPerson({ ...mine, participantIds }));
    await this.#around.time.settle();
  }

  async denies(name: string): Promise<void> {
    await this.isInside('send somebody away');
    const participantIds = [this.#participant(name)];
    this.#asks(`send ${name} away`, (switchboard, mine) => switchboard.denyPerson({ ...mine, participantIds }));
    await this.#around.time.settle();
  }

  #participant(name: string): string {
    const userId = this.#around.house.people.person(name).userId;
    const leg = this.#line.handset.call?.legs.find((each) => each.kind === 'person' && each.userId === userId && each.state !== 'ended');
    if (!leg) throw this.#complaints.failed('testing/not-done', `${name} is not in this meeting, nor in its lobby.`);
    return leg.participantId;
  }

  #asks(what: string, question: Ask): void {
    this.#complaints.refusedOr(this.#line.handset.ask(what, question), what);
  }

  /** Waits until they are in it: whoever waits in the lobby can do nothing. Throws where a minute does not bring it; `what` as “raise a hand”. */
  async isInside(what: string): Promise<void> {
    if (await this.#isIn(60_000)) return;
    this.#complaints.needsCall(what);
    throw this.#complaints.failed('testing/not-done', `${this.#line.name} wanted to ${what}, and for a minute was not in the meeting.`);
  }

  async #isIn(withinMs: number): Promise<boolean> {
    const isIn = (): boolean => this.#line.handset.leg?.state === 'connected' && !this.#line.handset.leg.isInLobby;
    await this.#around.time.until(() => isIn() || this.#line.handset.isOver, withinMs);
    return isIn();
  }
}
