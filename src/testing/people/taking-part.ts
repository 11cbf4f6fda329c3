/** What somebody does in a group call or a meeting beside talking: hands, chat, and what presenters do with others. */
import { participantNamed } from './participants.ts';
import { Complaints } from './complaints.ts';
import type { Attendance } from './attendance.ts';
import type { Ask } from './ask.ts';
import type { LineOf, LineSurroundings } from './surroundings.ts';

export class TakingPart {
  readonly #line: LineOf;
  readonly #around: LineSurroundings;
  readonly #attendance: Attendance;
  readonly #complaints: Complaints;

  constructor(line: LineOf, around: LineSurroundings, attendance: Attendance) {
    this.#line = line;
    this.#around = around;
    this.#attendance = attendance;
    this.#complaints = new Complaints(line, around);
  }

  hand(isRaised: boolean): Promise<void> {
    const what = isRaised ? 'raise a hand' : 'lower the hand';
    return this.#does(what, (switchboard, mine) => switchboard.conduct({ kind: 'raiseHand', isRaised, ...mine }));
  }

  posts(text: string): Promise<void> {
    return this.#does(`write “${text}”`, (switchboard, mine) => switchboard.chats.post({ ...mine, text }));
  }

  lowersHandOf(name: string): Promise<void> {
    return this.#with(
      name,
      `lower the hand of ${name}`,
      (participantId) => (switchboard, mine) => switchboard.conduct({ kind: 'lowerHand', participantId, ...mine }),
    );
  }

  mutesOther(name: string): Promise<void> {
    return this.#with(
      name,
      `mute ${name}`,
      (participantId) => (switchboard, mine) => switchboard.conduct({ kind: 'muteOther', participantId, ...mine }),
    );
  }

  removes(name: string): Promise<void> {
    return this.#with(
      name,
      `remove ${name}`,
      (participantId) => (switchboard, mine) => switchboard.conduct({ kind: 'removeOther', participantId, ...mine }),
    );
  }

  stopsSharingOf(name: string): Promise<void> {
    return this.#with(
      name,
      `end what ${name} shares`,
      (participantId) => (switchboard, mine) => switchboard.conduct({ kind: 'stopSharingOf', participantId, ...mine }),
    );
  }

  givesRole(name: string, role: 'presenter' | 'attendee'): Promise<void> {
    return this.#with(
      name,
      `make ${name} ${role === 'presenter' ? 'a presenter' : 'an attendee'}`,
      (participantId) => (switchboard, mine) => switchboard.conduct({ kind: 'giveRole', participantId, role, ...mine }),
    );
  }

  /** A number, or the name of a person or bot. */
  invites(whom: string): Promise<void> {
    const { house } = this.#around;
    const app = house.people.directory.apps.find(({ name }) => name === whom);
    const number = /^[0-9]+$/.test(whom) ? whom : (app?.number ?? house.people.person(whom).number);
    return this.#does(`call ${whom} into it`, (switchboard, mine) => switchboard.invitePerson({ ...mine, number }));
  }

  captionsIn(language: string | false | undefined): Promise<void> {
    const choice = language === false ? { isOn: false } : { isOn: true, language };
    const what = language === false ? 'switch captions off' : `read captions${language === undefined ? '' : ` in ${language}`}`;
    return this.#does(what, (switchboard, mine) => switchboard.transcribing.captions({ ...mine, ...choice }));
  }

  choosesInterpretation(language: string | null): Promise<void> {
    const what = language === null ? 'hear no interpreter' : `hear an interpreter into ${language}`;
    return this.#does(what, (switchboard, mine) => switchboard.transcribing.interpretation({ ...mine, language }));
  }

  endsMeeting(): Promise<void> {
    return this.#does('end the meeting', (switchboard, mine) => switchboard.conduct({ kind: 'endMeeting', ...mine }));
  }

  async #with(name: string, what: string, ask: (participantId: string) => Ask): Promise<void> {
    await this.#attendance.isInside(what);
    const other = name === 'all' ? { participantId: 'all' } : participantNamed(this.#line.handset.call, name, this.#around.house);
    if (!other) throw this.#complaints.failed('testing/not-done', `${this.#line.name} wanted to ${what}, and ${name} is not there.`);
    await this.#does(what, ask(other.participantId));
  }

  async #does(what: string, ask: Ask): Promise<void> {
    await this.#attendance.isInside(what);
    this.#complaints.refusedOr(this.#line.handset.ask(what, ask), what);
    await this.#around.time.settle();
  }
}
