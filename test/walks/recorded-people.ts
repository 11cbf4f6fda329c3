/** Three people in a meeting that is recorded: each a browser of their own with a tone and a colour, and what all of them are shown of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, alan, grace } from '../../bots/people.ts';
import { writeWav } from '../../src/media/wav.ts';
import { writeFilm } from './films.ts';
import { MeetingPerson } from './meeting-person.ts';
import { saying } from './pitches.ts';

const parts = [
  { who: ada, voice: 'ada', camera: 'red', screen: 'magenta' },
  { who: grace, voice: 'grace', camera: 'green', screen: 'cyan' },
  { who: alan, voice: 'alan', camera: 'blue', screen: 'yellow' },
] as const;

type RecordedPeopleOptions = {
  readonly chromium: string;
  readonly url: string;
  readonly speech?: Readonly<Record<'ada' | 'grace' | 'alan', Int16Array>>;
};

export class RecordedPeople implements AsyncDisposable {
  readonly ada: MeetingPerson;
  readonly grace: MeetingPerson;
  readonly alan: MeetingPerson;
  readonly #folder: string;

  private constructor([first, second, third]: readonly [MeetingPerson, MeetingPerson, MeetingPerson], folder: string) {
    this.ada = first;
    this.grace = second;
    this.alan = third;
    this.#folder = folder;
  }

  /** `speech` is what their microphones say over and over, in place of a tone for each. */
  static async open({ chromium, url, speech }: RecordedPeopleOptions): Promise<RecordedPeople> {
    const folder = await mkdtemp(join(tmpdir(), 'rollcall-recorded-'));
    const coming = async ({ who, voice, camera, screen }: (typeof parts)[number]): Promise<MeetingPerson> => {
      const [says, shows] = [join(folder, `${voice}.wav`), join(folder, `${camera}.y4m`)];
      await Promise.all([writeFile(says, writeWav(speech?.[voice] ?? saying(voice, 4_000))), writeFilm(shows, camera)]);
      return MeetingPerson.open({ chromium, url, userId: who.user, name: who.name, voice, camera, screen, says, shows });
    };
    return new RecordedPeople(await Promise.all([coming(parts[0]), coming(parts[1]), coming(parts[2])]), folder);
  }

  get all(): readonly MeetingPerson[] {
    return [this.ada, this.grace, this.alan];
  }

  /** All of them in one meeting of Ada's, and nobody says a word yet. */
  async meet(): Promise<void> {
    const meetingId = await this.ada.begins();
    for (const one of [this.grace, this.alan]) {
      await one.comesTo(meetingId);
      await this.ada.admits();
      await one.page.getByTestId('meeting-room').waitFor();
    }
    for (const one of this.all) await this.turnMicrophone(one);
  }

  turnMicrophone(one: MeetingPerson): Promise<void> {
    return one.page.getByTestId('mute').click();
  }

  async seeRecordedBy(name: string): Promise<void> {
    for (const { page } of this.all) await page.getByTestId('recording-banner').getByText(`${name} records this meeting`).waitFor();
    for (const { page } of this.all) await page.getByTestId('recording-mark').waitFor();
  }

  async seeNothingRecorded(): Promise<void> {
    for (const { page } of this.all) await page.getByTestId('recording-mark').waitFor({ state: 'detached' });
  }

  /** Calm when they are gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((one) => one.kill()));
    await rm(this.#folder, { recursive: true, force: true });
  }
}
